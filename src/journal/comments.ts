import type { Query } from './store.js';
import type { Period } from './tally.js';

/** What a user wrote when overriding a card: free text, which may be about a patient. */
export interface UserComment {
  /** When the user acted, as the EHR says, or when it was reported (ISO 8601, UTC). */
  readonly at: string;
  readonly ehr: string;
  /** Absent where the journal does not know the card. */
  readonly topic?: string;
  readonly comment: string;
}

/** More is nothing that people read; a shorter period shows the rest. */
const MOST_COMMENTS = 10_000;

const COMMENTS = `
  SELECT COALESCE(f.outcome_at, f.received_at) AS at, f.ehr, f.user_comment,
    (SELECT MIN(c.topic) FROM shown_card c WHERE c.ehr = f.ehr AND c.uuid = f.card) AS topic
  FROM feedback f
  WHERE f.user_comment IS NOT NULL AND f.received_at >= $1 AND f.received_at < $2
  ORDER BY f.received_at DESC, f.digest
  LIMIT ${MOST_COMMENTS}`;

/** The comments received in a period, the latest first. */
export async function commentsIn(query: Query, { from, to }: Period): Promise<readonly UserComment[]> {
  const rows = await query(COMMENTS, [from.getTime(), to.getTime()]);
  return rows.map(({ at, ehr, topic, user_comment }) => ({
    at: new Date(Number(at)).toISOString(),
    ehr: String(ehr),
    ...(topic !== null && { topic: String(topic) }),
    comment: String(user_comment),
  }));
}
