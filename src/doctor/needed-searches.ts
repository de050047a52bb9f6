import type { Deck } from '../deck/deck.js';
import { resourceTypeOf } from '../gather/query-template.js';
import type { HookName } from '../request/hook-request.js';

/** One prefetch key as its FHIR server sees it. */
export interface NeededSearch {
  readonly key: string;
  readonly resourceType: string;
  /** Names of search parameters, with modifiers and chains as written; empty for a read by id. */
  readonly parameters: readonly string[];
  /** Adds evidence where it is offered; the deck does without. */
  readonly isSupplementary: boolean;
}

/** What the deck asks a FHIR server for, each key once. */
export function neededSearches(deck: Deck): readonly NeededSearch[] {
  const { queries } = deck.source.definitions;
  const templates = Object.assign({}, ...hooksOf(deck).map((hook) => deck.hooks[hook].templates));
  return Object.entries<string>(templates).map(([key, template]) => {
    const [, search = ''] = template.split('?', 2);
    const parameters = search.split('&').map((part) => part.split('=')[0] ?? '');
    return {
      key,
      resourceType: resourceTypeOf(template),
      parameters: [...new Set(parameters.filter(Boolean))],
      isSupplementary: queries[key]?.supplementary === true,
    };
  });
}

export function hooksOf(deck: Deck): readonly HookName[] {
  return Object.keys(deck.hooks) as HookName[];
}
