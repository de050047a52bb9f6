import type { Bundle } from 'fhir/r4.js';

/** The hooks this service answers (CDS Hooks Library). */
export const HOOKS = ['order-sign', 'order-select', 'patient-view'] as const;

export type HookName = (typeof HOOKS)[number];

/** The bearer token an EHR lends for the length of one call (CDS Hooks 2.0, "Passing the access token"). */
export interface FhirAuthorization {
  readonly access_token: string;
}

/** Context fields shared by the three hooks, and the two that only some carry. */
export interface HookContext {
  /** `Practitioner/123` and the like: who is looking at the screen. */
  readonly userId: string;
  /** Bare `Patient.id`. */
  readonly patientId: string;
  readonly encounterId?: string;
  /** order-select only: `Type/id` of the entries of draftOrders just selected. */
  readonly selections?: readonly string[];
  /** order-select and order-sign: all unsigned orders of the session. Epic may leave it out. */
  readonly draftOrders?: Bundle;
}

/** One call of a hook, as validated and frozen by `parseHookRequest`. */
export interface HookRequest {
  readonly hook: HookName;
  readonly hookInstance: string;
  readonly fhirServer?: string;
  readonly fhirAuthorization?: FhirAuthorization;
  readonly context: HookContext;
  /** What the EHR sent per prefetch key: a resource, `null` (it has none), or whatever went wrong on its side. */
  readonly prefetch?: Readonly<Record<string, unknown>>;
}
