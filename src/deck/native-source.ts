import { type ExpressionNode, functionCall, memberChain, unwrapped } from '../fhir/expression-tree.js';
import type { OPERATIONS } from './single-value.js';

const IDENTIFIER = /^[A-Za-z_]\w*$/;

const OPERATORS: Readonly<Record<string, (a: string, b: string) => string>> = {
  '<': (a, b) => `less(${a}, ${b})`,
  '<=': (a, b) => `lessOrEqual(${a}, ${b})`,
  '>': (a, b) => `less(${b}, ${a})`,
  '>=': (a, b) => `lessOrEqual(${b}, ${a})`,
  '=': (a, b) => `equal(${a}, ${b})`,
  '!=': (a, b) => `not(equal(${a}, ${b}))`,
  '+': (a, b) => `plus(${a}, ${b})`,
  '-': (a, b) => `minus(${a}, ${b})`,
  '*': (a, b) => `times(${a}, ${b})`,
  '/': (a, b) => `over(${a}, ${b})`,
  '&': (a, b) => `joined(${a}, ${b})`,
};

/**
 * Writes an expression as JavaScript that calls the operations of single values; `undefined` where it uses
 * what has no such writing. Only names that are plain identifiers and literals written anew as JSON reach it.
 */
export class NativeSource {
  readonly variables: string[] = [];

  /** A whole expression: a path or what `iif` chooses may be a list ("each infection"). */
  any(tree: ExpressionNode): string | undefined {
    const node = unwrapped(tree);
    return this.#path(node) ?? (isCallOf(node, 'iif') ? this.#choice(node, true) : this.#single(node));
  }

  /** An operand: lists are read as the library reads them where one value is due. */
  #single(tree: ExpressionNode | undefined): string | undefined {
    if (!tree) return undefined;
    const node = unwrapped(tree);
    const path = this.#path(node);
    if (path !== undefined) return `only(${path})`;
    const [left, right] = node.children ?? [];
    const text = node.text ?? '';
    switch (node.type) {
      case 'StringLiteral':
        return text.includes('\\') ? undefined : JSON.stringify(text.slice(1, -1));
      case 'NumberLiteral':
        return JSON.stringify(Number(text));
      case 'BooleanLiteral':
        return text === 'true' ? 'true' : 'false';
      case 'NullLiteral':
        return 'undefined';
      case 'PolarityExpression':
        return this.#applied(text === '-' ? 'negative' : 'only', left);
      case 'AndExpression':
        return this.#logic(left, right, 'false');
      case 'OrExpression':
        return text === 'or' ? this.#logic(left, right, 'true') : undefined;
      case 'EqualityExpression':
      case 'InequalityExpression':
      case 'AdditiveExpression':
      case 'MultiplicativeExpression':
        return this.#binary(text, left, right);
      case 'FunctionInvocation':
        return this.#choice(node, false);
      case 'InvocationExpression':
        return this.#call(left, right);
      default:
        return undefined;
    }
  }

  #path(node: ExpressionNode): string | undefined {
    const steps = memberChain(node);
    return steps?.every((step) => IDENTIFIER.test(step)) ? `picture.${steps.join('?.')}` : undefined;
  }

  #applied(operation: keyof typeof OPERATIONS, operand: ExpressionNode | undefined): string | undefined {
    const value = this.#single(operand);
    return value === undefined ? undefined : `${operation}(${value})`;
  }

  #binary(
    operator: string,
    left: ExpressionNode | undefined,
    right: ExpressionNode | undefined,
  ): string | undefined {
    const [a, b] = [this.#single(left), this.#single(right)];
    return a === undefined || b === undefined ? undefined : OPERATORS[operator]?.(a, b);
  }

  /** `and` is decided by one false, `or` by one true: what comes after it is not asked. */
  #logic(
    left: ExpressionNode | undefined,
    right: ExpressionNode | undefined,
    decisive: 'true' | 'false',
  ): string | undefined {
    const [a, b] = [this.#single(left), this.#single(right)];
    if (a === undefined || b === undefined) return undefined;
    const [first, second] = [this.#variable(), this.#variable()];
    const undecided = `${first} === undefined || ${second} === undefined ? undefined : !${decisive}`;
    return `((${first} = truth(${a})) === ${decisive} || (${second} = truth(${b})) === ${decisive} ? ${decisive} : ${undecided})`;
  }

  #variable(): string {
    const name = `v${this.variables.length}`;
    this.variables.push(name);
    return name;
  }

  #choice(node: ExpressionNode, mayBeList: boolean): string | undefined {
    if (!isCallOf(node, 'iif')) return undefined;
    const [condition, yes, no] = functionCall(node).args;
    const chosen = (tree: ExpressionNode | undefined) =>
      tree && (mayBeList ? this.any(tree) : this.#single(tree));
    const parts = [this.#single(condition), chosen(yes), no ? chosen(no) : 'undefined'];
    if (parts.includes(undefined)) return undefined;
    return `(truth(${parts[0]}) === true ? ${parts[1]} : ${parts[2]})`;
  }

  #call(input: ExpressionNode | undefined, call: ExpressionNode | undefined): string | undefined {
    if (!input || call?.type !== 'FunctionInvocation') return undefined;
    const { name, args } = functionCall(call);
    if (args.length > 0) return undefined;
    const value = name === 'exists' || name === 'empty' ? this.any(input) : this.#single(input);
    if (value === undefined) return undefined;
    switch (name) {
      case 'exists':
        return `has(${value})`;
      case 'empty':
        return `!has(${value})`;
      case 'not':
        return `not(truth(${value}))`;
      case 'abs':
        return `absolute(${value})`;
      default:
        return undefined;
    }
  }
}

function isCallOf(node: ExpressionNode, name: string): boolean {
  return node.type === 'FunctionInvocation' && functionCall(node).name === name;
}
