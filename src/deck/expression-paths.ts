import {
  type ExpressionNode,
  functionCall,
  literalValue,
  memberChain,
  parseExpression,
} from '../fhir/expression-tree.js';

/** A path held against a literal, on whichever side: `site.region = 'eu'`. */
export interface Comparison {
  readonly path: readonly string[];
  readonly literal: string | number | boolean;
}

export interface ExpressionPaths {
  readonly paths: readonly (readonly string[])[];
  readonly comparisons: readonly Comparison[];
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
  const paths: (readonly string[])[] = [];
  const comparisons: Comparison[] = [];
  const problems: string[] = [];
  const visit = (node: ExpressionNode): void => {
    const chain = memberChain(node);
    if (chain) {
      paths.push(chain);
      return;
    }
    if (node.type === 'EqualityExpression' || node.type === 'InequalityExpression') {
      const comparison = comparisonIn(node);
      // To the empty text everything may be held: it asks whether there is any.
      if (comparison && comparison.literal !== '') comparisons.push(comparison);
    }
    if (node.type === 'FunctionInvocation') {
      const name = functionCall(node).name;
      if (!FUNCTIONS.has(name))
        problems.push(`the function ${name}() is not available in cards; declare a fact instead`);
    }
    if (node.type === 'ExternalConstantTerm') problems.push('variables (%) are not available in cards');
    for (const child of node.children ?? []) {
      // The function's own name is an identifier too, but no path.
      if (!(node.type === 'Functn' && child === node.children?.[0])) visit(child);
    }
  };
  visit(parseExpression(expression));
  return { paths, comparisons, problems };
}

function comparisonIn({ children: [left, right] = [] }: ExpressionNode): Comparison | undefined {
  if (!left || !right) return undefined;
  const path = memberChain(left) ?? memberChain(right);
  const literal = literalValue(left) ?? literalValue(right);
  return path === undefined || literal === undefined ? undefined : { path, literal };
}
