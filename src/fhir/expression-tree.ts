import fhirpath from 'fhirpath';

/** A node of the syntax tree that the FHIRPath library parses an expression into. */
export interface ExpressionNode {
  readonly type: string;
  readonly text?: string;
  readonly children?: readonly ExpressionNode[];
}

/** Parses an expression; throws what the library throws on bad syntax. */
export function parseExpression(text: string): ExpressionNode {
  return fhirpath.parse(text) as ExpressionNode;
}

/** Nodes that only wrap another: the meaning is that of the one inside. */
const WRAPPERS = new Set([
  'EntireExpression',
  'TermExpression',
  'InvocationTerm',
  'ParenthesizedTerm',
  'LiteralTerm',
]);

/** The node inside all wrappers. */
export function unwrapped(node: ExpressionNode): ExpressionNode {
  const [only, another] = node.children ?? [];
  return WRAPPERS.has(node.type) && only && another === undefined ? unwrapped(only) : node;
}

/** A pure chain of members from the root, `labs.igg.value`, as its steps. */
export function memberChain(node: ExpressionNode): readonly string[] | undefined {
  const here = unwrapped(node);
  if (here.type === 'MemberInvocation') return [memberName(here)];
  if (here.type !== 'InvocationExpression') return undefined;
  const [left, right] = here.children ?? [];
  const start = left && memberChain(left);
  return start && right?.type === 'MemberInvocation' ? [...start, memberName(right)] : undefined;
}

/** Name and arguments of a function call. */
export function functionCall(node: ExpressionNode): {
  readonly name: string;
  readonly args: readonly ExpressionNode[];
} {
  const [call] = node.children ?? [];
  const [identifier, list] = call?.children ?? [];
  return { name: identifier?.text ?? '', args: list?.children ?? [] };
}

/** The text between the quotes, where an expression is no more than that. */
export function literalText(node: ExpressionNode | undefined): string | undefined {
  const value = node && literalValue(node);
  return typeof value === 'string' ? value : undefined;
}

/** The value of a text, number or boolean literal. */
export function literalValue(node: ExpressionNode): string | number | boolean | undefined {
  const { type, text = '' } = unwrapped(node);
  if (type === 'StringLiteral') return text.slice(1, -1);
  if (type === 'NumberLiteral') return Number(text);
  return type === 'BooleanLiteral' ? text === 'true' : undefined;
}

/** An expression, or another text of a deck file, as one line: there it may be broken over several. */
export function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function memberName(node: ExpressionNode): string {
  return node.text ?? node.children?.[0]?.text ?? '';
}
