import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { FeedbackItem, HookEntry, ShownCard } from '../../src/journal/journal.js';

export const CARD = '0b7b9f2e-6c1b-5d4e-9a51-3f1f0e0a7c01';
export const SUGGESTION = '5f0d3a51-8e6a-5f0b-8a44-6f0d2f9d1a02';

/** A card as shown: one suggestion, one usable fact. */
export function shownCard(changes: Partial<ShownCard> = {}): ShownCard {
  return {
    uuid: CARD,
    topic: 'immunoglobulinLow',
    indicator: 'warning',
    suggestions: [{ uuid: SUGGESTION, label: 'Refer to clinical immunology' }],
    facts: [{ name: 'labs.igg', state: 'usable', ageDays: 12, value: 3.9 }],
    ...changes,
  };
}

export function hookEntry(changes: Partial<HookEntry> = {}): HookEntry {
  return {
    at: new Date('2026-10-15T10:00:00Z'),
    service: 'ocrelizumab-order-sign',
    hook: 'order-sign',
    hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
    ehr: 'General Hospital',
    deckVersion: '2026.10',
    durationMs: 4.2,
    outcome: 'answered',
    cards: [shownCard()],
    ...changes,
  };
}

export function feedbackItem(changes: Partial<FeedbackItem> = {}): FeedbackItem {
  return {
    service: 'ocrelizumab-order-sign',
    ehr: 'General Hospital',
    card: CARD,
    outcome: 'accepted',
    outcomeAt: new Date('2026-10-15T10:01:00Z'),
    acceptedSuggestions: [SUGGESTION],
    reasons: [],
    ...changes,
  };
}

export const OCTOBER = { from: new Date('2026-10-01T00:00:00Z'), to: new Date('2026-11-01T00:00:00Z') };

/** A pino logger whose lines can be read. */
export function readableLog() {
  const lines: string[] = [];
  return { lines, log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }) };
}

/** Waits until `look` no longer throws: for what the journal does behind the caller's back. */
export async function eventually<T>(look: () => Promise<T> | T, withinMs = 8_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
