import type { HookRequest } from '../request/hook-request.js';
import type { JsonFault } from './json-fault.js';

/** What is wrong with a given text, and what would mend it. */
export interface GivenProblem {
  readonly text: string;
  /** Each thing to change, by its place where it has one. */
  readonly items: readonly { readonly place: string; readonly text: string }[];
  readonly fault?: JsonFault;
}

/** A call as a person gives it, pasted or in a file; the notes say what was assumed or left out. */
export type Given =
  | { readonly ok: true; readonly request: HookRequest; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problem: GivenProblem };

/** A text that is no call, and what would mend it. */
export function refused(text: string, items: GivenProblem['items'] = []): Given {
  return { ok: false, problem: { text, items } };
}
