import { unknownName } from '../configuration/nearest-name.js';
import {
  type ExpressionNode,
  functionCall,
  literalText,
  memberChain,
  parseExpression,
  unwrapped,
} from '../fhir/expression-tree.js';
import { ancestorsOf, childrenOf, type Element, namesBelow, RESOURCE_TYPES } from './r4-elements.js';
import { RECORD_FUNCTIONS, type RecordNames } from './record-functions.js';

/** The days that records are compared with, and whether what an adverse event blames could be read. */
const VARIABLES: readonly string[] = ['today', 'plannedOn', 'suspect'];

/**
 * Checks an expression over records of the given resource types, and returns those it reads nothing of.
 * FHIRPath answers a misspelt element with "empty": a check of it would be blind, and nobody would know.
 * It is enough that one of the types has an element: one expression often serves several.
 */
export function checkRecordExpression(
  text: string,
  types: readonly string[],
  names: RecordNames,
  fault: (problem: string) => void,
): readonly string[] {
  let tree: ExpressionNode;
  try {
    tree = parseExpression(text);
  } catch {
    fault('not a valid FHIRPath expression');
    return [];
  }
  const check = new RecordExpressionCheck(names, fault);
  const known = types.filter((type) => RESOURCE_TYPES.has(type));
  check.elementsOf(
    tree,
    known.map((type) => ({ path: type, root: type })),
  );
  return known.filter((type) => !check.read.has(type));
}

type Elements = readonly Element[];
type Node = ExpressionNode | undefined;

class RecordExpressionCheck {
  /** The resource types of which some element is read. */
  readonly read = new Set<string>();

  constructor(
    private readonly names: RecordNames,
    private readonly fault: (problem: string) => void,
  ) {}

  /** The elements an expression comes to from where it is asked; none where it comes to a plain value. */
  elementsOf(written: Node, focus: Elements): Elements {
    if (!written) return [];
    const node = unwrapped(written);
    const [left, right] = node.children ?? [];
    switch (node.type) {
      case 'MemberInvocation':
        return this.#below(focus, memberChain(node)?.[0] ?? '');
      case 'ThisInvocation':
        return focus;
      case 'FunctionInvocation':
        return this.#called(node, focus, focus);
      case 'InvocationExpression': {
        const input = this.elementsOf(left, focus);
        const isCall = right?.type === 'FunctionInvocation';
        return isCall ? this.#called(right, input, focus) : this.elementsOf(right, input);
      }
      case 'UnionExpression':
        return [...this.elementsOf(left, focus), ...this.elementsOf(right, focus)];
      case 'IndexerExpression':
        return this.elementsOf(left, focus);
      case 'TypeExpression':
        return this.#ofType(this.elementsOf(left, focus), right?.text?.split('.').at(-1) ?? '');
      case 'EqualityExpression':
        this.#compared(right, this.elementsOf(left, focus));
        this.#compared(left, this.elementsOf(right, focus));
        return [];
      case 'ExternalConstantTerm':
        this.#checkName('variable', node.text ?? '', VARIABLES);
        return [];
      default:
        for (const child of node.children ?? []) this.elementsOf(child, focus);
        return [];
    }
  }

  #below(parents: Elements, name: string): Elements {
    const children = parents.flatMap((parent) => childrenOf(parent, name));
    for (const { root } of children) this.read.add(root);
    if (parents.length > 0 && children.length === 0) {
      const paths = [...new Set(parents.map(({ path }) => path))];
      this.fault(unknownName(`element of ${paths.join(' or ')}`, name, paths.flatMap(namesBelow)));
    }
    return children;
  }

  #called(node: ExpressionNode, input: Elements, focus: Elements): Elements {
    const { name, args } = functionCall(node);
    const own = RECORD_FUNCTIONS.get(name);
    if (!own) {
      this.#checkName('function', name, [...RECORD_FUNCTIONS.keys()]);
      return [];
    }
    if (!own.takes.includes(args.length)) {
      this.fault(`arguments of ${name}(): ${args.length}, but it takes ${own.takes.join(' or ')}`);
      return [];
    }
    const [first] = args;
    if (own.gives === 'named type') return this.#ofType(input, (first && memberChain(first)?.at(-1)) ?? '');
    if (own.names) this.#checkName(own.names, literalText(first) ?? '', [...this.names[own.names]]);
    const results = args.map((argument) => this.elementsOf(argument, own.isOfInput ? input : focus));
    switch (own.gives) {
      case 'input':
        return input;
      case 'argument':
        return results.flat();
      case 'choice':
        return results.slice(1).flat();
      case 'extensions':
        return this.#below(input, 'extension');
      default:
        return [];
    }
  }

  #ofType(choice: Elements, type: string): Elements {
    const types = [...new Set(choice.map(({ path }) => path))];
    const meant = choice.filter(({ path }) => ancestorsOf(path).includes(type) || path === 'Resource');
    if (choice.length > 0 && meant.length === 0) this.#checkName('type', type, types);
    return meant.map((element) => (element.path === 'Resource' ? { ...element, path: type } : element));
  }

  /** A code that R4 does not have is in no record: the comparison would never hold. */
  #compared(other: Node, elements: Elements): void {
    const code = literalText(other);
    const allowed = elements.flatMap(({ codes }) => codes ?? []);
    const isBound = elements.length > 0 && elements.every(({ codes }) => codes !== undefined);
    if (code !== undefined && isBound) this.#checkName('code', code, [...new Set(allowed)]);
  }

  #checkName(kind: string, name: string, valid: readonly string[]): void {
    if (!valid.includes(name)) this.fault(unknownName(kind, name, valid));
  }
}
