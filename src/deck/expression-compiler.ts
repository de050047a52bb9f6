import { type Condition, compileCondition, compileToken, type Token } from './condition.js';
import { expressionPaths } from './expression-paths.js';
import { type FactDefinitions, labsOf } from './fact-definitions.js';
import { factOf, pathProblem, type Shape } from './picture-shape.js';

type Report = (problem: string) => void;

/** Compiles what authors write over the picture, and reports what cannot be right. */
export interface ExpressionCompiler {
  condition(text: string, report: Report): Condition;
  token(text: string, report: Report): Token;
  /** Checks that a path names a fact. */
  fact(path: string, report: Report): void;
}

export function expressionCompiler(shape: Shape, definitions: FactDefinitions): ExpressionCompiler {
  /** The facts behind a text; of a group, its labs too, since those are what may be unknown. */
  const factsOf = (text: string, report: Report): readonly string[] | undefined => {
    try {
      const { paths, problems } = expressionPaths(text);
      const wrong = [...problems, ...paths.flatMap((path) => pathProblem(path, shape, 'value') ?? [])];
      for (const problem of wrong) report(problem);
      if (wrong.length > 0) return undefined;
      return [...new Set(paths.flatMap((path) => withLabs(factOf(path), definitions)))];
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

function withLabs(fact: string | undefined, definitions: FactDefinitions): readonly string[] {
  if (fact === undefined) return [];
  if (!fact.startsWith('groups.')) return [fact];
  const group = definitions.groups[fact.slice('groups.'.length)];
  return [fact, ...(group ? labsOf(group) : []).map((lab) => `labs.${lab}`)];
}
