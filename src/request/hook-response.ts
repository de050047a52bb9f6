import type { Coding, FhirResource } from 'fhir/r4.js';

export type Indicator = 'info' | 'warning' | 'critical';

/** CDS Hooks 2.0 "Action". `description` is what Epic shows, so it must read well alone. */
export type Action =
  | { readonly type: 'create'; readonly description: string; readonly resource: FhirResource }
  | { readonly type: 'delete'; readonly description: string; readonly resourceId: string };

export interface Suggestion {
  readonly label: string;
  readonly uuid: string;
  readonly isRecommended?: boolean;
  /** One action per suggestion: real clients apply only the first. */
  readonly actions: readonly [Action];
}

/** The facts behind a card, machine-readable (`extension["org.ocrelizumab-cds.evidence"]`). */
export interface Evidence {
  readonly fact: string;
  readonly state: string;
  readonly value?: number | string;
  readonly unit?: string;
  readonly asReported?: string;
  readonly on?: string;
  readonly reference?: string;
  readonly reason?: string;
}

export interface Card {
  readonly uuid: string;
  /** At most 139 characters. */
  readonly summary: string;
  readonly detail?: string;
  readonly indicator: Indicator;
  readonly source: { readonly label: string; readonly url?: string; readonly topic: Coding };
  readonly suggestions?: readonly Suggestion[];
  readonly selectionBehavior?: 'any' | 'at-most-one';
  readonly overrideReasons?: readonly Coding[];
  readonly extension?: Readonly<Record<string, unknown>>;
}

export interface CdsResponse {
  readonly cards: readonly Card[];
}

/** What an answer without cards means, wherever a person is shown one. */
export const NO_CARDS =
  'No cards. The service has nothing to say here; that is not a statement that all is well.';

/** What `GET /cds-services` says of one service. */
export interface ServiceDescription {
  readonly id: string;
  readonly hook: string;
  readonly title: string;
  readonly description: string;
  readonly usageRequirements?: string;
  readonly prefetch?: Readonly<Record<string, string>>;
}
