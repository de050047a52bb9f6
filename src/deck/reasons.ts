import type { FactDefinitions } from '../facts/fact-definitions.js';
import { type FactsOf, lazyFacts } from '../picture/lazy-facts.js';
import type { Condition, Token } from './condition.js';
import type { DeckDocument } from './deck-document.js';
import type { ExpressionCompiler } from './expression-compiler.js';
import type { ScreenedPicture } from './screened-picture.js';

/** Whether any of several things is in the picture, and what each of those says. */
export interface Reasons {
  /** Without an answer where one of them has none, and no other is there. */
  readonly isAny?: boolean;
  readonly each: readonly string[];
}

export const REASONS_MEMBERS = { isAny: 'boolean', each: 'text' } as const;

/** The reasons of a picture by name, each asked for when a card first does. */
export type ReasonsIn = (picture: () => ScreenedPicture) => ScreenedPicture['reasons'];

interface CompiledReason {
  readonly when: Condition;
  readonly shown: Token;
}

/** Lists of reasons, and the facts behind each. */
export interface CompiledReasons {
  readonly reasonsIn: ReasonsIn;
  readonly facts: ReadonlyMap<string, readonly string[]>;
}

/** Compiles `reasons` of `facts.yaml`; `expressions` must not know reasons, or one could rest on itself. */
export function compileReasons(
  document: DeckDocument<FactDefinitions>,
  expressions: ExpressionCompiler,
): CompiledReasons {
  const compiled = new Map(
    Object.entries(document.content.reasons).map(([name, { any }]) => [
      name,
      any.map(({ when, shown }, index): CompiledReason => {
        const report = (member: string) => (problem: string) =>
          document.fault(['reasons', name, 'any', index, member], problem);
        return {
          when: expressions.condition(when, report('when')),
          shown: expressions.token(shown, report('shown')),
        };
      }),
    ]),
  );
  const reasons: FactsOf<Reasons> = lazyFacts([...compiled.keys()]);
  return {
    reasonsIn: (picture) => reasons((name) => reasonsFound(compiled.get(name) ?? [], picture())),
    facts: new Map(
      [...compiled].map(([name, any]) => [
        name,
        any.flatMap(({ when, shown }) => [...when.facts, ...shown.facts]),
      ]),
    ),
  };
}

function reasonsFound(reasons: readonly CompiledReason[], picture: ScreenedPicture): Reasons {
  let isAny: boolean | undefined = false;
  const each: string[] = [];
  for (const { when, shown } of reasons) {
    const holds = when.holds(picture);
    if (holds === 'unknown' && isAny === false) isAny = undefined;
    if (holds !== 'yes') continue;
    isAny = true;
    for (const one of shown.readAll(picture)) if (!each.includes(one)) each.push(one);
  }
  return { isAny, each };
}
