import type { ScreenedPicture } from '../../deck/screened-picture.js';
import { factAt } from '../../deck/unchecked.js';
import type { Fact } from '../../picture/fact.js';
import type { OrderFact } from '../../picture/order-fact.js';

/** A fact as a card read it. */
export interface ReadFact {
  readonly path: string;
  readonly name: string;
  readonly state: Fact['state'];
  /** Value and day, or why there is none. */
  readonly shown: string;
  /** `Type/id` of the resources it came from. */
  readonly sources: readonly string[];
}

/** The facts at these paths, each once; a path that is no fact is left out. */
export function readFacts(paths: readonly string[], picture: ScreenedPicture): readonly ReadFact[] {
  return [...new Set(paths)].flatMap((path) => {
    const fact = factAt(picture, path);
    if (!fact) return [];
    const { name, state, shown, reason, source } = fact;
    const { sources = [] } = fact as Partial<OrderFact>;
    const named = [...new Set([...(source === undefined ? [] : [source]), ...sources])];
    return [{ path, name, state, shown: [shown, reason].filter(Boolean).join(', '), sources: named }];
  });
}
