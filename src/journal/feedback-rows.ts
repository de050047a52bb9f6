import { createHash } from 'node:crypto';
import { type Columns, insertRows } from './insert-rows.js';
import type { FeedbackItem } from './journal.js';
import type { Query } from './store.js';

const FEEDBACK: Columns = {
  digest: 'TEXT',
  received_at: 'BIGINT',
  outcome_at: 'BIGINT',
  service: 'TEXT',
  ehr: 'TEXT',
  tenant: 'TEXT',
  card: 'TEXT',
  outcome: 'TEXT',
  user_comment: 'TEXT',
};
const ACCEPTED: Columns = { feedback: 'TEXT', uuid: 'TEXT' };
const REASON: Columns = { feedback: 'TEXT', system: 'TEXT', code: 'TEXT', display: 'TEXT' };

/**
 * What makes two reports the same report. EHRs repeat a POST they got no answer to, so
 * the time of receipt is no part of it; the same card may rightly be reported several
 * times with other outcomes, suggestions or times (CDS Hooks 2.0, "Suggestion accepted").
 */
function digestOf(item: FeedbackItem): string {
  const identity = [
    item.ehr,
    item.tenant ?? null,
    item.service,
    item.card,
    item.outcome,
    item.outcomeAt?.getTime() ?? null,
    [...item.acceptedSuggestions].sort(),
    item.reasons.map((reason) => `${reason.system ?? ''}|${reason.code}`).sort(),
    item.userComment ?? null,
  ];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}

/** Inserts feedback inside the transaction of `query`; what is there already stays as it is. */
export async function insertFeedback(
  query: Query,
  items: readonly FeedbackItem[],
  receivedAt: Date,
): Promise<void> {
  const byDigest = new Map(items.map((item) => [digestOf(item), item]));
  // In one order everywhere: two replicas given the same batch must not wait for each other.
  const entries = [...byDigest].sort(([a], [b]) => (a < b ? -1 : 1));
  await insertRows(
    query,
    'feedback',
    FEEDBACK,
    entries.map(([digest, item]) => [
      digest,
      receivedAt.getTime(),
      item.outcomeAt?.getTime() ?? null,
      item.service,
      item.ehr,
      item.tenant ?? null,
      item.card,
      item.outcome,
      item.userComment ?? null,
    ]),
  );
  await insertRows(
    query,
    'accepted_suggestion',
    ACCEPTED,
    entries.flatMap(([digest, item]) => item.acceptedSuggestions.map((uuid) => [digest, uuid])),
  );
  await insertRows(
    query,
    'override_reason',
    REASON,
    entries.flatMap(([digest, item]) =>
      item.reasons.map((reason) => [digest, reason.system ?? '', reason.code, reason.display ?? null]),
    ),
  );
}
