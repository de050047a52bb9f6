import type { Coding } from 'fhir/r4.js';
import type { Region } from '../facts/region.js';
import type { Indicator } from '../request/hook-response.js';
import type { OrderTemplateDefinition } from './card-definition.js';

/** A coding that a site adds; system and code are always there. */
export type LocalCoding = Coding & { readonly system: string; readonly code: string };

/** The site overlay after validation: what a hospital changes without touching the deck. */
export interface SiteDefinition {
  readonly name?: string;
  readonly region?: Region;
  readonly limits?: Readonly<Record<string, number>>;
  readonly codes?: Readonly<Record<string, readonly LocalCoding[]>>;
  readonly orders?: Readonly<
    Record<string, Partial<OrderTemplateDefinition> & { readonly alsoCodes?: readonly LocalCoding[] }>
  >;
  readonly cards?: Readonly<Record<string, 'off' | Readonly<Partial<Record<Indicator, Indicator>>>>>;
}
