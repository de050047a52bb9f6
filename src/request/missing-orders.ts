import { fullUrlsIn } from '../fhir/full-urls.js';
import type { HookRequest } from './hook-request.js';
import { selectedOrders } from './selected-orders.js';
import { draftEntries, draftsOf } from './session-drafts.js';

/** Why orders that are about to be signed stay unchecked, though the call is answered. */
export const MISSING_ORDERS = [
  'not-sent', // no draftOrders
  'empty', // a Bundle without entries
  'unreadable', // an entry without a resource in it
  'selection-not-found', // a selection that names none of the orders sent
] as const;

export type MissingOrders = (typeof MISSING_ORDERS)[number];

/**
 * What a call about orders lacks of them. It is no reason to refuse it: Epic leaves draftOrders out where its
 * client has no scope for unsigned orders, and one entry that nobody can read, or that is selected by another
 * name, must not cost the others their check. But it looks like "all is well" to a physician, so the operator
 * has to learn of it.
 */
export function missingOrders(request: Pick<HookRequest, 'hook' | 'context'>): MissingOrders | undefined {
  if (request.hook === 'patient-view') return undefined;
  const { draftOrders } = request.context;
  if (draftOrders === undefined) return 'not-sent';
  const sent = draftOrders.entry?.length ?? 0;
  if (sent === 0) return 'empty';
  const drafts = draftsOf(request);
  if (drafts.length < sent) return 'unreadable';
  const selections = request.hook === 'order-select' ? request.context.selections : undefined;
  const { lacksOne } = selectedOrders(selections, drafts, fullUrlsIn(draftEntries(request)));
  return lacksOne ? 'selection-not-found' : undefined;
}
