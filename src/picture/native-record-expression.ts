import { type ExpressionNode, functionCall, memberChain, unwrapped } from '../fhir/expression-tree.js';
import { type Collection, follow, isEqual, isOrdered, negated, truth, truthOf } from './collection.js';
import {
  type CollectionReader,
  ofType,
  ownFunction,
  type RecordFunctions,
  standardFunction,
} from './native-record-functions.js';

/**
 * Compiles the part of FHIRPath that facts mostly ask of resources to plain functions over their JSON.
 * The library wraps every node it passes in a typed object: over a record of hundreds of resources that was
 * most of the time of an answer. `undefined` where an expression uses more; it then stays with the library.
 * A property test holds the two to the same answers.
 */
export function compileRecordReader(
  tree: ExpressionNode,
  functions: RecordFunctions,
): CollectionReader | undefined {
  const node = unwrapped(tree);
  const path = memberChain(node);
  if (path) return (focus) => follow(focus, path);
  const [left, right] = node.children ?? [];
  const operator = node.text ?? '';
  const pair = (combine: (a: Collection, b: Collection) => Collection): CollectionReader | undefined => {
    const [first, second] = [left, right].map((child) => child && compileRecordReader(child, functions));
    return first && second && ((focus, days) => combine(first(focus, days), second(focus, days)));
  };
  switch (node.type) {
    case 'StringLiteral':
      return operator.includes('\\') ? undefined : constant(operator.slice(1, -1));
    case 'NumberLiteral':
      return constant(Number(operator));
    case 'BooleanLiteral':
      return constant(operator === 'true');
    case 'ThisInvocation':
      return (focus) => [focus];
    case 'ExternalConstantTerm':
      return (_focus, days) => [days[operator]];
    case 'UnionExpression':
      return pair((a, b) => [...new Set([...a, ...b])]);
    case 'EqualityExpression':
      if (operator === '=') return pair((a, b) => truthOf(isEqual(a, b)));
      return operator === '!=' ? pair((a, b) => negated(isEqual(a, b))) : undefined;
    case 'InequalityExpression':
      return pair((a, b) => truthOf(isOrdered(a, b, operator)));
    case 'AndExpression':
      return logic(left, right, functions, false);
    case 'OrExpression':
      return operator === 'or' ? logic(left, right, functions, true) : undefined;
    case 'FunctionInvocation':
      return conditional(node, functions);
    case 'InvocationExpression':
      return left && right && invocation(left, right, functions);
    default:
      return undefined;
  }
}

function constant(value: unknown): CollectionReader {
  const values = [value];
  return () => values;
}

/** `and` is decided by one false, `or` by one true. */
function logic(
  left: ExpressionNode | undefined,
  right: ExpressionNode | undefined,
  functions: RecordFunctions,
  decisive: boolean,
): CollectionReader | undefined {
  const [first, second] = [left, right].map((child) => child && compileRecordReader(child, functions));
  if (!first || !second) return undefined;
  return (focus, days) => {
    const a = truth(first(focus, days));
    if (a === decisive) return truthOf(decisive);
    const b = truth(second(focus, days));
    if (b === decisive) return truthOf(decisive);
    return truthOf(a === undefined || b === undefined ? undefined : !decisive);
  };
}

function conditional(node: ExpressionNode, functions: RecordFunctions): CollectionReader | undefined {
  const { name, args } = functionCall(node);
  if (name !== 'iif' || args.length !== 3) return undefined;
  const [condition, yes, no] = args.map((arg) => compileRecordReader(arg, functions));
  return (
    condition &&
    yes &&
    no &&
    ((focus, days) => (truth(condition(focus, days)) === true ? yes : no)(focus, days))
  );
}

function invocation(
  input: ExpressionNode,
  call: ExpressionNode,
  functions: RecordFunctions,
): CollectionReader | undefined {
  if (call.type === 'MemberInvocation') {
    const before = compileRecordReader(input, functions);
    const [element] = memberChain(call) ?? [];
    return before && element ? (focus, days) => follow(before(focus, days), [element]) : undefined;
  }
  if (call.type !== 'FunctionInvocation') return undefined;
  const { name, args } = functionCall(call);
  if (name === 'ofType') return ofType(input, args);
  const inputs = compileRecordReader(input, functions);
  if (!inputs) return undefined;
  const [first] = args;
  const own = functions.get(name);
  if (own) return ownFunction(own, first, inputs);
  return standardFunction(name, args, inputs, first && compileRecordReader(first, functions));
}
