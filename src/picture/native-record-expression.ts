import { type ExpressionNode, functionCall, memberChain, unwrapped } from '../deck/expression-tree.js';
import { CHOICE_ELEMENTS } from './choice-elements.js';
import { type Collection, follow, isEqual, isOrdered, NOTHING, text, truth, truthOf } from './collection.js';

type Days = Readonly<Record<string, string>>;

/** Reads a collection from a resource, or from an item of it. */
export type CollectionReader = (focus: unknown, days: Days) => Collection;

/** Functions of our own over a collection, each with one text as its argument. */
export type RecordFunctions = ReadonlyMap<string, (inputs: Collection, name: string) => Collection>;

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

function negated(answer: boolean | undefined): Collection {
  return truthOf(answer === undefined ? undefined : !answer);
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
  return inputs && applied(name, args, inputs, functions);
}

function applied(
  name: string,
  args: readonly ExpressionNode[],
  inputs: CollectionReader,
  functions: RecordFunctions,
): CollectionReader | undefined {
  const own = functions.get(name);
  const [first] = args;
  if (own) {
    const literal = first && unwrapped(first);
    if (literal?.type !== 'StringLiteral') return undefined;
    const argument = literal.text?.slice(1, -1) ?? '';
    return (focus, days) => own(inputs(focus, days), argument);
  }
  const argument = first && compileRecordReader(first, functions);
  switch (`${name}/${args.length}`) {
    case 'exists/0':
      return (focus, days) => truthOf(inputs(focus, days).length > 0);
    case 'empty/0':
      return (focus, days) => truthOf(inputs(focus, days).length === 0);
    case 'not/0':
      return (focus, days) => negated(truth(inputs(focus, days)));
    case 'first/0':
      return (focus, days) => inputs(focus, days).slice(0, 1);
    case 'toString/0':
      return (focus, days) => asCollection(text(inputs(focus, days)));
    case 'substring/2':
      return substring(args, inputs);
    case 'where/1':
      return (
        argument &&
        ((focus, days) => inputs(focus, days).filter((item) => truth(argument(item, days)) === true))
      );
    case 'select/1':
      return argument && ((focus, days) => inputs(focus, days).flatMap((item) => argument(item, days)));
    default:
      return undefined;
  }
}

function asCollection(value: string | undefined): Collection {
  return value === undefined ? NOTHING : [value];
}

function substring(args: readonly ExpressionNode[], inputs: CollectionReader): CollectionReader | undefined {
  const [start, length] = args.map((arg) => Number(unwrapped(arg).text));
  if (start !== 0 || length === undefined || Number.isNaN(length)) return undefined;
  return (focus, days) => asCollection(text(inputs(focus, days))?.slice(0, length));
}

/** `onset.ofType(dateTime)` is `onsetDateTime` in JSON. */
function ofType(input: ExpressionNode, [type]: readonly ExpressionNode[]): CollectionReader | undefined {
  const path = memberChain(input);
  const [name = ''] = (type && memberChain(type)) ?? [];
  const element = path?.at(-1) ?? '';
  const typed = `${element}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (!path || !CHOICE_ELEMENTS.get(element)?.includes(typed)) return undefined;
  const whole = [...path.slice(0, -1), typed];
  return (focus) => follow(focus, whole);
}
