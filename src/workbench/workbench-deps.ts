import type { Deck } from '../deck/deck.js';
import type { SiteCalendar } from '../picture/site-calendar.js';
import type { ServiceDescription } from '../request/hook-response.js';
import type { EhrRegistry } from '../trust/ehr-registry.js';

/** What the pages for people are made from. */
export interface WorkbenchDeps {
  readonly deck: Deck;
  readonly services: readonly ServiceDescription[];
  /** The external URL of the service, without a trailing slash. */
  readonly baseUrl: string;
  readonly mode: EhrRegistry['mode'];
  readonly calendarAt: (now: Date) => SiteCalendar;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Where the patient stories lie, if this service carries them. */
  readonly storiesDirectory?: string | undefined;
}
