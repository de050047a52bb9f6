import type { FeedbackItem, HookEntry } from '../../src/journal/journal.js';

const DAY_MS = 86_400_000;
export const EHRS = ['General Hospital', 'Childrens Hospital'] as const;
const TOPICS = ['immunoglobulinLow', 'premedication', 'hbvScreening', 'postInfusionObservation'] as const;
const LABELS = ['Order the first', 'Order the second'] as const;
const REASONS = ['patient-refuses', 'action-completed', 'cds-not-applicable'] as const;
const SYSTEM = 'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes';

type Month = 'september' | 'october';
type Fate = 'accepted' | 'overridden' | 'ignored';

/** The same sequence in every run (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What was put in, counted by itself while it is put in. */
class Counted {
  readonly #counts = new Map<string, number>();
  add(...key: readonly string[]): void {
    this.#counts.set(key.join('/'), this.of(...key) + 1);
  }
  of(...key: readonly string[]): number {
    return this.#counts.get(key.join('/')) ?? 0;
  }
}

interface Traffic {
  readonly hooks: readonly HookEntry[];
  readonly feedback: readonly FeedbackItem[];
  readonly counted: Counted;
}

/**
 * Two months of calls. Among them, what must not change a number: repeated calls, also over
 * midnight at the month's end; repeated feedback; feedback that comes in the next month;
 * the same card uuid at the other EHR; feedback for cards nobody showed.
 */
export function monthTraffic(): Traffic {
  const random = chance(20_261_015);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const hooks: HookEntry[] = [];
  const feedback: FeedbackItem[] = [];
  const counted = new Counted();

  const call = (
    month: Month,
    ehr: string,
    at: Date,
    cards: HookEntry['cards'],
    outcome: HookEntry['outcome'],
  ) => {
    hooks.push({
      at,
      service: 'ocrelizumab-order-sign',
      hook: 'order-sign',
      hookInstance: `instance-${hooks.length}`,
      ehr,
      deckVersion: '1',
      durationMs: 5,
      outcome,
      cards,
    });
    counted.add(month, ehr, 'calls', outcome);
  };

  const respond = (
    month: Month,
    ehr: string,
    topic: string,
    card: string,
    shownAt: Date,
    offered: readonly string[],
  ) => {
    const fate: Fate =
      topic === 'postInfusionObservation' && month === 'october'
        ? 'overridden'
        : pick(['accepted', 'overridden', 'ignored']);
    counted.add(month, ehr, topic, fate);
    const item = (seconds: number, changes: Partial<FeedbackItem>): FeedbackItem => ({
      service: 'ocrelizumab-order-sign',
      ehr,
      card,
      outcome: 'overridden',
      outcomeAt: new Date(shownAt.getTime() + seconds * 1_000),
      acceptedSuggestions: [],
      reasons: [],
      ...changes,
    });
    if (fate === 'accepted') {
      const [first = '', second = ''] = offered;
      const both = random() < 0.3;
      // Suggestion by suggestion, and now and then an override before: the acceptance counts.
      if (random() < 0.3) feedback.push(item(10, { reasons: [{ code: 'patient-refuses' }] }));
      feedback.push(item(20, { outcome: 'accepted', acceptedSuggestions: [first] }));
      counted.add(month, ehr, topic, LABELS[0]);
      if (both) {
        feedback.push(item(30, { outcome: 'accepted', acceptedSuggestions: [second, first] }));
        counted.add(month, ehr, topic, LABELS[1]);
      }
    }
    if (fate === 'overridden') {
      const why = pick([...REASONS, 'comment', 'nothing']);
      // Overridden twice: the later override says why, though it is reported first.
      const superseded =
        random() < 0.2 ? [item(10, { reasons: [{ system: SYSTEM, code: 'patient-refuses' }] })] : [];
      if (why === 'comment') feedback.push(item(20, { userComment: 'free text' }));
      else if (why === 'nothing') feedback.push(item(20, {}));
      else
        feedback.push(item(20, { reasons: [{ system: SYSTEM, code: why, display: `Display of ${why}` }] }));
      feedback.push(...superseded);
      counted.add(month, ehr, topic, 'because', why);
    }
    const last = feedback.at(-1);
    if (fate !== 'ignored' && last !== undefined && random() < 0.3) feedback.push(last);
  };

  const oneCall = (month: Month, at: Date, number: number) => {
    const ehr = pick(EHRS);
    if (random() < 0.1) return call(month, ehr, at, [], 'data-unobtainable');
    const topics = TOPICS.filter(() => random() < 0.5);
    const cards = topics.map((topic) => ({
      uuid: `card-${number}-${topic}`,
      topic,
      indicator: 'warning' as const,
      suggestions: LABELS.map((label, index) => ({ uuid: `suggestion-${number}-${topic}-${index}`, label })),
      facts: [],
    }));
    call(month, ehr, at, cards, 'answered');
    // A retry: the same cards again. At the month's last minute it falls into the next one.
    if (random() < 0.2) {
      const again = new Date(at.getTime() + 90_000);
      const monthOfRetry = again.getTime() < Date.UTC(2026, 9, 1) ? 'september' : 'october';
      if (again.getTime() < Date.UTC(2026, 10, 1)) call(monthOfRetry, ehr, again, cards, 'answered');
    }
    for (const card of cards)
      respond(
        month,
        ehr,
        card.topic,
        card.uuid,
        at,
        card.suggestions.map(({ uuid }) => uuid),
      );
    // Another EHR's feedback about a card of this one belongs to no card of its own.
    const [first] = cards;
    if (first !== undefined && random() < 0.05) {
      const other = EHRS.find((name) => name !== ehr) ?? '';
      feedback.push({
        service: 'ocrelizumab-order-sign',
        ehr: other,
        card: first.uuid,
        outcome: 'overridden',
        acceptedSuggestions: [],
        reasons: [{ code: 'forged' }],
      });
      counted.add('october', other, 'unmatched');
    }
  };

  for (let number = 0; number < 1_500; number++) {
    const month: Month = number % 3 === 0 ? 'september' : 'october';
    const start = month === 'september' ? Date.UTC(2026, 8, 1) : Date.UTC(2026, 9, 1);
    const length = month === 'september' ? 30 : 31;
    oneCall(month, new Date(start + Math.floor(random() * length * DAY_MS)), number);
  }
  // The edges: the first millisecond belongs to October, the last of September does not.
  for (let number = 1_500; number < 1_520; number++) {
    oneCall('october', new Date(Date.UTC(2026, 9, 1)), number);
    oneCall('october', new Date(Date.UTC(2026, 10, 1) - 1), number + 100);
    oneCall('september', new Date(Date.UTC(2026, 9, 1) - 1), number + 200);
  }
  return { hooks, feedback, counted };
}

/** The report that the counted traffic must give. */
export function expectedTopics(counted: Counted, ehrs: readonly string[]) {
  const sum = (month: Month, ...key: readonly string[]) =>
    ehrs.reduce((total, ehr) => total + counted.of(month, ehr, ...key), 0);
  const counts = (month: Month, topic: string) => {
    const [accepted, overridden, ignored] = [
      sum(month, topic, 'accepted'),
      sum(month, topic, 'overridden'),
      sum(month, topic, 'ignored'),
    ];
    return { shown: accepted + overridden + ignored, accepted, overridden, ignored };
  };
  return TOPICS.map((topic) => {
    const shown = counts('october', topic);
    const because = (why: string) => sum('october', topic, 'because', why);
    return {
      topic,
      ...shown,
      suggestions: LABELS.map((label) => ({
        label,
        offered: shown.shown,
        accepted: sum('october', topic, label),
      })),
      reasons: [
        ...REASONS.map((code) => ({
          system: SYSTEM,
          code,
          display: `Display of ${code}`,
          cards: because(code),
        })),
        { display: 'Comment only', cards: because('comment') },
        { display: 'No reason given', cards: because('nothing') },
      ].filter(({ cards }) => cards > 0),
      previous: counts('september', topic),
    };
  });
}
