/** What part of a registry entry a check is about; the first column of the table. */
export type Area =
  | 'keys'
  | 'clock'
  | 'audience'
  | 'client token'
  | 'FHIR'
  | 'search'
  | 'query'
  | 'medication'
  | 'unchecked';

/** `note`: worth knowing, works as it is. `skipped`: could not be tried, with the reason. */
export type CheckState = 'ok' | 'note' | 'fault' | 'skipped';

/** One thing looked at. Never holds patient data, a token, or text of a server that was not made printable. */
export interface Check {
  readonly area: Area;
  /** What was looked at: a key, a URL, a search parameter, a prefetch key. */
  readonly subject: string;
  readonly state: CheckState;
  readonly finding: string;
  /** What to change, or whom to ask for what. Every fault has one. */
  readonly mend?: string;
  readonly milliseconds?: number;
  readonly resources?: number;
}

/** It works as it is. */
export function ok(area: Area, subject: string, finding: string): Check {
  return { area, subject, state: 'ok', finding };
}

/** It works as it is, and there is something to know of it. */
export function note(area: Area, subject: string, finding: string, mend?: string): Check {
  return { area, subject, state: 'note', finding, ...(mend !== undefined && { mend }) };
}

/** It does not work, and this would mend it. */
export function fault(area: Area, subject: string, finding: string, mend: string): Check {
  return { area, subject, state: 'fault', finding, mend };
}

/** It could not be tried; `mend` says what a trial needs. */
export function skipped(area: Area, subject: string, finding: string, mend?: string): Check {
  return { area, subject, state: 'skipped', finding, ...(mend !== undefined && { mend }) };
}
