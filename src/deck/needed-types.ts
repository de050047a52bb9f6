import { resourceTypeOf } from '../gather/query-template.js';
import { askedTemplates } from './asked-templates.js';
import type { Deck } from './deck.js';

/** A resource type that the prefetch asks for. */
export interface NeededType {
  readonly type: string;
  /** Adds evidence where an EHR offers it; without it nothing is reported as missing. */
  readonly isOptional: boolean;
}

/** The resource types behind all prefetch templates: what a lent token must be able to read, and no more. */
export function neededTypes(deck: Deck): readonly NeededType[] {
  const optional = new Map<string, boolean>();
  for (const [key, template] of Object.entries(askedTemplates(deck))) {
    const type = resourceTypeOf(template);
    const isSupplementary = deck.source.definitions.queries[key]?.supplementary === true;
    optional.set(type, isSupplementary && (optional.get(type) ?? true));
  }
  return [...optional]
    .map(([type, isOptional]) => ({ type, isOptional }))
    .sort((a, b) => Number(a.isOptional) - Number(b.isOptional) || (a.type < b.type ? -1 : 1));
}

/** SMART App Launch 1 (`.read`) or 2 (`.rs`). */
export function scopesOf(types: readonly NeededType[], suffix: 'read' | 'rs'): string {
  return types.map(({ type }) => `patient/${type}.${suffix}`).join(' ');
}
