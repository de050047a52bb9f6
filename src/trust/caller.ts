import type { Response } from 'express';
import type { Ehr } from './ehr-registry.js';

/** Who is calling: in open mode nobody is asked; otherwise a registered EHR, proven by its key. */
export type Caller =
  | { readonly kind: 'open' }
  | { readonly kind: 'ehr'; readonly ehr: Ehr; readonly tenant?: string };

/** The caller's name in journal, metrics and log. */
export interface Sender {
  /** The EHR's name in the registry; `open` where nobody is asked. */
  readonly ehr: string;
  readonly tenant?: string;
}

/** The names under which a caller is written down. */
export function senderOf(caller: Caller): Sender {
  if (caller.kind === 'open') return { ehr: 'open' };
  return { ehr: caller.ehr.name, ...(caller.tenant !== undefined && { tenant: caller.tenant }) };
}

/** Notes the caller for the handlers after `authenticate`. */
export function setCaller(res: Response, caller: Caller): void {
  res.locals.caller = caller;
}

/** Who `authenticate` found. Throws on a route it does not guard: no caller must never mean "anyone". */
export function callerOf(res: Response): Caller {
  const caller: Caller | undefined = res.locals.caller;
  if (caller === undefined) throw new Error('callerOf needs authenticate before it on this route');
  return caller;
}
