import fhirpath from 'fhirpath';

interface AstNode {
  readonly type: string;
  readonly text?: string;
  readonly children?: readonly AstNode[];
}

export interface ExpressionPaths {
  readonly paths: readonly (readonly string[])[];
  readonly problems: readonly string[];
}

/** Functions that only look at the value before them; those that change what a name refers to are left out on purpose. */
const FUNCTIONS = new Set([
  'not',
  'exists',
  'empty',
  'iif',
  'abs',
  'round',
  'toString',
  'toInteger',
  'toDecimal',
  'toDate',
  'startsWith',
  'contains',
  'matches',
  'lower',
  'first',
  'count',
  'substring',
]);

/**
 * The member paths an expression reads, from its syntax tree. FHIRPath answers a misspelt path with
 * "empty", which a rule would read as "cannot tell" for ever: so every path is checked before use.
 * Throws what the parser throws on bad syntax.
 */
export function expressionPaths(expression: string): ExpressionPaths {
  const paths: string[][] = [];
  const problems: string[] = [];
  const visit = (node: AstNode): void => {
    const chain = chainOf(node);
    if (chain) {
      paths.push(chain);
      return;
    }
    if (node.type === 'FunctionInvocation') {
      const name = functionName(node);
      if (!FUNCTIONS.has(name))
        problems.push(`the function ${name}() is not available in cards; declare a fact instead`);
    }
    if (node.type === 'ExternalConstantTerm') problems.push('variables (%) are not available in cards');
    for (const child of node.children ?? []) {
      // The function's own name is an identifier too, but no path.
      if (!(node.type === 'Functn' && child === node.children?.[0])) visit(child);
    }
  };
  visit(fhirpath.parse(expression) as AstNode);
  return { paths, problems };
}

/** A pure chain of members from the root, `labs.igg.value`, as its steps. */
function chainOf(node: AstNode): string[] | undefined {
  switch (node.type) {
    case 'InvocationExpression': {
      const [left, right] = node.children ?? [];
      const start = left && chainOf(left);
      if (!start || right?.type !== 'MemberInvocation') return undefined;
      return [...start, memberName(right)];
    }
    case 'TermExpression':
    case 'InvocationTerm': {
      const [only] = node.children ?? [];
      return only && (node.children?.length ?? 0) === 1 ? chainOf(only) : undefined;
    }
    case 'MemberInvocation':
      return [memberName(node)];
    default:
      return undefined;
  }
}

function memberName(node: AstNode): string {
  return node.text ?? node.children?.[0]?.text ?? '';
}

function functionName(node: AstNode): string {
  return node.children?.[0]?.children?.[0]?.text ?? node.text ?? '';
}
