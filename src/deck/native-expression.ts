import { type ExpressionNode, functionCall, memberChain, unwrapped } from './expression-tree.js';

/** A single value, or FHIRPath's empty collection. */
type Value = string | number | boolean | undefined;

/** Reads a value from the picture. */
export type NativeExpression = (picture: object) => Value | readonly unknown[];

type Single = (picture: object) => Value;

/**
 * Compiles the part of FHIRPath that cards mostly use (paths, literals, comparisons, arithmetic, text,
 * three-valued logic, `not`, `exists`, `empty`, `abs`, `iif`) to plain functions that stop where an answer is
 * certain. The library walks its tree anew for each patient and evaluates both sides of everything: for a
 * whole deck that is milliseconds of a physician's patience. `undefined` where an expression uses more; it
 * then stays with the library. A property test holds the two to the same answers.
 */
export function compileNative(tree: ExpressionNode): NativeExpression | undefined {
  const node = unwrapped(tree);
  const path = memberChain(node);
  if (path) return readPath(path);
  return node.type === 'FunctionInvocation' ? rootFunction(node) : single(node);
}

function readPath(steps: readonly string[]): (picture: object) => Value | readonly unknown[] {
  return (picture) => {
    let here: unknown = picture;
    for (const step of steps) here = (here as Readonly<Record<string, unknown>> | undefined | null)?.[step];
    return (here ?? undefined) as Value;
  };
}

/** An operand: lists are read as the library reads them where one value is due. */
function single(tree: ExpressionNode): Single | undefined {
  const node = unwrapped(tree);
  const path = memberChain(node);
  if (path) {
    const read = readPath(path);
    return (picture) => oneOf(read(picture));
  }
  const children = node.children ?? [];
  switch (node.type) {
    case 'StringLiteral':
      return stringLiteral(node.text ?? '');
    case 'NumberLiteral':
      return constant(Number(node.text));
    case 'BooleanLiteral':
      return constant(node.text === 'true');
    case 'NullLiteral':
      return constant(undefined);
    case 'PolarityExpression':
      return unary(children, (value) =>
        typeof value !== 'number' ? undefined : node.text === '-' ? -value : value,
      );
    case 'AndExpression':
      return logic(children, false);
    case 'OrExpression':
      return node.text === 'or' ? logic(children, true) : undefined;
    case 'EqualityExpression':
      return equality(children, node.text ?? '');
    case 'InequalityExpression':
      return binary(children, (a, b) => compare(a, b, node.text ?? ''));
    case 'AdditiveExpression':
    case 'MultiplicativeExpression':
      return arithmetic(children, node.text ?? '');
    case 'FunctionInvocation': {
      const choose = rootFunction(node);
      return choose && ((picture) => oneOf(choose(picture)));
    }
    case 'InvocationExpression':
      return memberFunction(children);
    default:
      return undefined;
  }
}

function constant(value: Value): Single {
  return () => value;
}

function stringLiteral(text: string): Single | undefined {
  return text.includes('\\') ? undefined : constant(text.slice(1, -1));
}

function oneOf(value: unknown): Value {
  if (!Array.isArray(value)) return value as Value;
  return value.length === 1 ? (value[0] as Value) : undefined;
}

function unary(children: readonly ExpressionNode[], apply: (value: Value) => Value): Single | undefined {
  const operand = children[0] && single(children[0]);
  return operand && ((picture) => apply(operand(picture)));
}

function binary(
  children: readonly ExpressionNode[],
  apply: (a: Value, b: Value) => Value,
): Single | undefined {
  const left = children[0] && single(children[0]);
  const right = children[1] && single(children[1]);
  return left && right && ((picture) => apply(left(picture), right(picture)));
}

/** `and` is decided by one false, `or` by one true; a single value that is no boolean stands for true. */
function logic(children: readonly ExpressionNode[], decisive: boolean): Single | undefined {
  const left = children[0] && single(children[0]);
  const right = children[1] && single(children[1]);
  if (!left || !right) return undefined;
  return (picture) => {
    const first = truth(left(picture));
    if (first === decisive) return decisive;
    const second = truth(right(picture));
    if (second === decisive) return decisive;
    return first === undefined || second === undefined ? undefined : !decisive;
  };
}

function truth(value: Value): boolean | undefined {
  return value === undefined || typeof value === 'boolean' ? value : true;
}

function equality(children: readonly ExpressionNode[], operator: string): Single | undefined {
  if (operator !== '=' && operator !== '!=') return undefined;
  return binary(children, (a, b) =>
    a === undefined || b === undefined ? undefined : (a === b) === (operator === '='),
  );
}

function compare(a: Value, b: Value, operator: string): boolean | undefined {
  if (a === undefined || b === undefined || typeof a !== typeof b || typeof a === 'boolean') return undefined;
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

function arithmetic(children: readonly ExpressionNode[], operator: string): Single | undefined {
  if (operator === '&') return binary(children, (a, b) => `${a ?? ''}${b ?? ''}`);
  const apply = ARITHMETIC[operator];
  if (!apply) return undefined;
  return binary(children, (a, b) => {
    if (operator === '+' && typeof a === 'string' && typeof b === 'string') return a + b;
    return typeof a === 'number' && typeof b === 'number' ? apply(a, b) : undefined;
  });
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? undefined : a / b),
};

/** What `iif` chooses may be a list ("each infection"): only an operand is one value. */
function rootFunction(node: ExpressionNode): NativeExpression | undefined {
  const { name, args } = functionCall(node);
  if (name !== 'iif' || args.length < 2) return undefined;
  const [condition, yes, no] = [
    args[0] && single(args[0]),
    args[1] && compileNative(args[1]),
    args[2] ? compileNative(args[2]) : constant(undefined),
  ];
  return (
    condition && yes && no && ((picture) => (truth(condition(picture)) === true ? yes(picture) : no(picture)))
  );
}

function memberFunction([input, call]: readonly ExpressionNode[]): Single | undefined {
  if (!input || call?.type !== 'FunctionInvocation') return undefined;
  const { name, args } = functionCall(call);
  if (args.length > 0) return undefined;
  if (name === 'exists' || name === 'empty') return presence(input, name === 'exists');
  switch (name) {
    case 'not':
      return unary([input], (value) => (value === undefined ? undefined : truth(value) === false));
    case 'abs':
      return unary([input], (value) => (typeof value === 'number' ? Math.abs(value) : undefined));
    default:
      return undefined;
  }
}

function presence(input: ExpressionNode, wanted: boolean): Single | undefined {
  const path = memberChain(input);
  const read = path ? readPath(path) : single(input);
  return (
    read &&
    ((picture) => {
      const value = read(picture);
      return (Array.isArray(value) ? value.length > 0 : value !== undefined) === wanted;
    })
  );
}
