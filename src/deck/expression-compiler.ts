import type { FactDefinitions } from '../facts/fact-definitions.js';
import { labsOf } from '../facts/lab-definition.js';
import { comparisonProblem } from './comparison-check.js';
import { type Condition, compileCondition, compileToken, type Token } from './condition.js';
import { expressionPaths } from './expression-paths.js';
import { factOf, pathProblem, type Shape } from './picture-shape.js';

type Report = (problem: string) => void;

/** Compiles what authors write over the picture, and reports what cannot be right. */
export interface ExpressionCompiler {
  condition(text: string, report: Report): Condition;
  token(text: string, report: Report): Token;
  /** Checks that a path names a fact. */
  fact(path: string, report: Report): void;
}

/** A compiler for the paths that a deck defines. What is at fault is reported and compiled to "cannot tell". */
export function expressionCompiler(
  shape: Shape,
  definitions: FactDefinitions,
  factsOfReasons: ReadonlyMap<string, readonly string[]>,
): ExpressionCompiler {
  /** The facts behind a text; of a group or of reasons, those that it is made of, since they are what may be unknown. */
  const factsOf = (text: string, report: Report): readonly string[] | undefined => {
    try {
      const { paths, comparisons, problems } = expressionPaths(text);
      const wrong = [
        ...problems,
        ...paths.flatMap((path) => pathProblem(path, shape, 'value') ?? []),
        ...comparisons.flatMap((comparison) => comparisonProblem(comparison, shape) ?? []),
      ];
      for (const problem of wrong) report(problem);
      if (wrong.length > 0) return undefined;
      return [...new Set(paths.flatMap((path) => factsBehind(path, definitions, factsOfReasons)))];
    } catch {
      report('not a valid FHIRPath expression');
      return undefined;
    }
  };
  return {
    condition: (text, report) => {
      const facts = factsOf(text, report);
      return facts ? compileCondition(text, facts) : { text, facts: [], holds: () => 'unknown' };
    },
    token: (text, report) => {
      const facts = factsOf(text, report);
      return facts ? compileToken(text, facts) : { facts: [], readAll: () => [], read: () => '' };
    },
    fact: (path, report) => {
      const problem = pathProblem(path.split('.'), shape, 'fact');
      if (problem) report(problem);
    },
  };
}

function factsBehind(
  path: readonly string[],
  definitions: FactDefinitions,
  factsOfReasons: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const [kind, name = ''] = path;
  if (kind === 'reasons') return factsOfReasons.get(name) ?? [];
  const fact = factOf(path);
  if (fact === undefined) return [];
  if (kind !== 'groups') return [fact];
  const group = definitions.groups[name];
  return [fact, ...(group ? labsOf(group) : []).map((lab) => `labs.${lab}`)];
}
