import type { FactDefinitions } from '../facts/fact-definitions.js';
import { resourceTypeOf } from '../gather/query-template.js';

/** One prefetch key as its FHIR server sees it. */
export interface NeededSearch {
  readonly key: string;
  readonly resourceType: string;
  /** Names of search parameters, with modifiers and chains as written; empty for a read by id. */
  readonly parameters: readonly string[];
  /** Adds evidence where it is offered; the deck does without. */
  readonly isSupplementary: boolean;
}

/** What these prefetch templates ask a FHIR server for. */
export function neededSearches(
  templates: Readonly<Record<string, string>>,
  queries: FactDefinitions['queries'],
): readonly NeededSearch[] {
  return Object.entries(templates).map(([key, template]) => {
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
