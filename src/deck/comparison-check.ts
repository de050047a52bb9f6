import { didYouMean } from '../configuration/nearest-name.js';
import type { Comparison } from './expression-paths.js';
import { type Shape, shapeAt } from './picture-shape.js';

/**
 * What is wrong with a fact held against a literal that it never equals: a misspelt product, or a number in
 * quotes. Such a condition would load, and its card never speak. Paths that lead nowhere have their own problem.
 */
export function comparisonProblem({ path, literal }: Comparison, shape: Shape): string | undefined {
  const value = shapeAt(path, shape);
  const written = typeof literal === 'string' ? 'text' : typeof literal;
  const name = path.join('.');
  if (value instanceof Set) {
    if (typeof literal !== 'string') return `${name} is a text, not a ${written}`;
    return value.has(literal) ? undefined : `${name} is never "${literal}"${didYouMean(literal, [...value])}`;
  }
  if (typeof value !== 'string' || value === written) return undefined;
  return `${name} is a ${value}, not a ${written}`;
}
