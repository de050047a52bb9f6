import type { Deck } from '../deck/deck.js';
import { factAt } from '../deck/unchecked.js';
import type { FetchFailure, Gathered } from '../gather/prefetch-outcome.js';
import { isUnknown } from '../picture/fact.js';
import { pictureOf } from '../picture/picture.js';
import type { SiteCalendar } from '../picture/site-calendar.js';
import type { HookName } from '../request/hook-request.js';

/** What a hook could not check. */
export interface Gap {
  /** As the card about it names them: "hepatitis B tests". */
  readonly records: readonly string[];
  readonly facts: readonly string[];
  /** Cards that read one of the facts, and so may not be able to tell. */
  readonly cards: readonly string[];
}

/** Builds the facts of a patient with an empty record, these keys missing: what then is unknown would be so for any. */
export function uncheckedWithout(
  deck: Deck,
  hook: HookName,
  failed: ReadonlyMap<string, FetchFailure>,
  calendar: SiteCalendar,
): Gap {
  const plan = deck.hooks[hook];
  const gathered: Gathered = Object.fromEntries(
    Object.keys(plan.templates).map((key) => {
      const failure = failed.get(key);
      return [key, failure === undefined ? { state: 'known-empty' } : outcomeOf(failure)];
    }),
  );
  const context = { userId: 'Practitioner/none', patientId: 'none' };
  const picture = pictureOf(deck.source, { request: { hook, context }, gathered, calendar });
  const unknown = [...plan.facts].flatMap((path) => {
    const fact = factAt(picture, path);
    // The history of doses is judged as a first one, with a reason, where it cannot be read.
    const isOpen =
      fact !== undefined && (isUnknown(fact) || (path === 'exposure' && fact.reason !== undefined));
    return isOpen ? [{ path, records: fact.records ?? fact.name }] : [];
  });
  const paths = new Set(unknown.map(({ path }) => path));
  return {
    records: [...new Set(unknown.map(({ records }) => records))],
    facts: [...paths],
    cards: plan.cards.flatMap((card) =>
      card.facts.some((path) => paths.has(path)) ? card.definition.id : [],
    ),
  };
}

function outcomeOf(failure: FetchFailure): Gathered[string] {
  return failure === 'not-sent' ? { state: 'absent', failure } : { state: 'failed', failure };
}
