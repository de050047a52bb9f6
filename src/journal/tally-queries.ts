import type { Query, Row } from './store.js';
import type { CardResponse, Period, ReasonCount, Tally } from './tally.js';

/**
 * Cards first shown in the period ($1 inclusive, $2 exclusive). A repeated call shows
 * the same uuid again: it counts once, in the period that saw it first. Feedback counts
 * for the period of its card, whenever it came.
 */
const SHOWN = `
  shown AS (
    SELECT c.ehr, c.uuid, MIN(c.topic) AS topic
    FROM shown_card c
    WHERE c.at >= $1 AND c.at < $2
      AND NOT EXISTS (
        SELECT 1 FROM shown_card e
        WHERE e.ehr = c.ehr AND e.uuid = c.uuid AND e.at < $1)
    GROUP BY c.ehr, c.uuid),
  responded AS (
    SELECT s.ehr, s.uuid, s.topic,
      CASE
        WHEN EXISTS (SELECT 1 FROM feedback f
          WHERE f.ehr = s.ehr AND f.card = s.uuid AND f.outcome = 'accepted') THEN 'accepted'
        WHEN EXISTS (SELECT 1 FROM feedback f
          WHERE f.ehr = s.ehr AND f.card = s.uuid) THEN 'overridden'
        ELSE 'ignored'
      END AS response
    FROM shown s)`;

const CARDS = `
  WITH ${SHOWN}
  SELECT ehr, topic, response, COUNT(*) AS cards
  FROM responded
  GROUP BY ehr, topic, response`;

const SUGGESTIONS = `
  WITH ${SHOWN},
  offered AS (
    SELECT s.ehr, s.topic, o.card, o.uuid, MIN(o.label) AS label
    FROM shown s
    JOIN shown_card c ON c.ehr = s.ehr AND c.uuid = s.uuid
    JOIN offered_suggestion o ON o.call = c.call AND o.card = c.uuid
    GROUP BY s.ehr, s.topic, o.card, o.uuid),
  answered AS (
    SELECT o.ehr, o.topic, o.label,
      CASE WHEN EXISTS (
        SELECT 1 FROM feedback f JOIN accepted_suggestion a ON a.feedback = f.digest
        WHERE f.ehr = o.ehr AND f.card = o.card AND a.uuid = o.uuid) THEN 1 ELSE 0 END AS taken
    FROM offered o)
  SELECT ehr, topic, label, COUNT(*) AS offered, SUM(taken) AS accepted
  FROM answered
  GROUP BY ehr, topic, label`;

/** Of a card overridden more than once, the latest override says why. */
const REASONS = `
  WITH ${SHOWN},
  latest AS (
    SELECT r.ehr, r.topic, (
      SELECT f.digest FROM feedback f
      WHERE f.ehr = r.ehr AND f.card = r.uuid AND f.outcome = 'overridden'
      ORDER BY COALESCE(f.outcome_at, f.received_at) DESC, f.received_at DESC, f.digest
      LIMIT 1) AS digest
    FROM responded r
    WHERE r.response = 'overridden'),
  reasoned AS (
    SELECT l.ehr, l.topic, o.system, o.code, o.display,
      CASE WHEN o.code IS NULL AND f.user_comment IS NOT NULL THEN 1 ELSE 0 END AS comment_only
    FROM latest l
    JOIN feedback f ON f.digest = l.digest
    LEFT JOIN override_reason o ON o.feedback = l.digest)
  SELECT ehr, topic, system, code, MAX(display) AS display, comment_only, COUNT(*) AS cards
  FROM reasoned
  GROUP BY ehr, topic, system, code, comment_only`;

const CALLS = `
  SELECT ehr, outcome, COUNT(*) AS calls FROM hook_call
  WHERE at >= $1 AND at < $2
  GROUP BY ehr, outcome`;

const UNMATCHED = `
  SELECT f.ehr, COUNT(*) AS items FROM feedback f
  WHERE f.received_at >= $1 AND f.received_at < $2
    AND NOT EXISTS (SELECT 1 FROM shown_card c WHERE c.ehr = f.ehr AND c.uuid = f.card)
  GROUP BY f.ehr`;

/** Counts one period. */
export async function tallyOf(query: Query, { from, to }: Period): Promise<Tally> {
  const count = (sql: string) => query(sql, [from.getTime(), to.getTime()]);
  return {
    calls: (await count(CALLS)).map((row) => ({
      ehr: text(row, 'ehr'),
      outcome: text(row, 'outcome'),
      calls: number(row, 'calls'),
    })),
    cards: (await count(CARDS)).map((row) => ({
      ehr: text(row, 'ehr'),
      topic: text(row, 'topic'),
      response: responseOf(text(row, 'response')),
      cards: number(row, 'cards'),
    })),
    suggestions: (await count(SUGGESTIONS)).map((row) => ({
      ehr: text(row, 'ehr'),
      topic: text(row, 'topic'),
      label: text(row, 'label'),
      offered: number(row, 'offered'),
      accepted: number(row, 'accepted'),
    })),
    reasons: (await count(REASONS)).map(reasonOf),
    unmatched: (await count(UNMATCHED)).map((row) => ({
      ehr: text(row, 'ehr'),
      items: number(row, 'items'),
    })),
  };
}

function reasonOf(row: Row): ReasonCount {
  return {
    ehr: text(row, 'ehr'),
    topic: text(row, 'topic'),
    ...(row.code !== null && { code: text(row, 'code'), system: text(row, 'system') }),
    ...(row.display !== null && { display: text(row, 'display') }),
    commentOnly: row.comment_only === 1,
    cards: number(row, 'cards'),
  };
}

function responseOf(value: string): CardResponse {
  return value === 'accepted' || value === 'overridden' ? value : 'ignored';
}

function text(row: Row, column: string): string {
  return String(row[column]);
}

function number(row: Row, column: string): number {
  return Number(row[column]);
}
