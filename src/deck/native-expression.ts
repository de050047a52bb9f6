import type { ExpressionNode } from '../fhir/expression-tree.js';
import { NativeSource } from './native-source.js';
import { OPERATIONS, type Value } from './single-value.js';

/** Reads a value, or a list of them, from the picture. */
export type NativeExpression = (picture: object) => Value | readonly unknown[];

/**
 * Compiles the part of FHIRPath that cards mostly use (paths, literals, comparisons, arithmetic, text,
 * three-valued logic, `not`, `exists`, `empty`, `abs`, `iif`) to a JavaScript function that stops where an
 * answer is certain, as ajv compiles schemas. The library walks its tree anew for each patient and evaluates
 * both sides of everything: for a whole deck that is milliseconds of a physician's patience. `undefined`
 * where an expression uses more; it then stays with the library. A property test holds the two to the same
 * answers.
 */
export function compileNative(tree: ExpressionNode): NativeExpression | undefined {
  const writer = new NativeSource();
  const source = writer.any(tree);
  if (source === undefined) return undefined;
  const names = Object.keys(OPERATIONS);
  const variables = writer.variables.length > 0 ? `let ${writer.variables.join(', ')};` : '';
  const make = new Function(...names, `return (picture) => { ${variables} return ${source}; };`);
  return make(...Object.values(OPERATIONS)) as NativeExpression;
}
