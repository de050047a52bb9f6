import { describe, expect, it } from '@jest/globals';
import type { HookEntry } from '../../src/journal/journal.js';
import { describeOnEachStore } from './each-store.js';
import { CARD, eventually, feedbackItem, hookEntry, OCTOBER, SUGGESTION, shownCard } from './entries.js';

describeOnEachStore('the journal', (kept) => {
  describe('what was shown', () => {
    it('is there after a restart, as it was recorded', async () => {
      kept.journal.recordHook(hookEntry({ tenant: 'north' }));
      await kept.reopen();
      expect(await kept.rows('SELECT * FROM hook_call')).toEqual([
        {
          id: expect.any(String),
          at: expect.anything(),
          service: 'ocrelizumab-order-sign',
          hook: 'order-sign',
          hook_instance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
          ehr: 'General Hospital',
          tenant: 'north',
          deck_version: '2026.10',
          duration_ms: 4.2,
          outcome: 'answered',
        },
      ]);
      const [card] = await kept.rows('SELECT at, uuid, topic, indicator, facts FROM shown_card');
      expect({ ...card, at: Number(card?.at) }).toEqual({
        at: Date.parse('2026-10-15T10:00:00Z'),
        uuid: CARD,
        topic: 'immunoglobulinLow',
        indicator: 'warning',
        facts: '[{"name":"labs.igg","state":"usable","ageDays":12}]',
      });
      expect(await kept.rows('SELECT card, uuid, label FROM offered_suggestion')).toEqual([
        { card: CARD, uuid: SUGGESTION, label: 'Refer to clinical immunology' },
      ]);
      expect(kept.drops).toEqual([]);
    });

    it('has keys in the order of the calls, so that what comes together is written together', async () => {
      const minutes = [0, 1, 2, 3, 4, 5, 6, 7];
      for (const minute of minutes) {
        kept.journal.recordHook(hookEntry({ at: new Date(Date.UTC(2026, 9, 15, 10, minute)), cards: [] }));
      }
      await kept.reopen();
      const keys = (await kept.rows('SELECT id FROM hook_call ORDER BY at')).map(({ id }) => String(id));
      expect(keys).toHaveLength(minutes.length);
      expect(keys).toEqual(keys.toSorted());
    });

    it('is written without anyone waiting for it', async () => {
      kept.journal.recordHook(hookEntry());
      await eventually(async () => expect(await kept.rows('SELECT 1 AS one FROM hook_call')).toHaveLength(1));
    });

    it('keeps numbers of facts only where the site allows them, and never text in their place', async () => {
      await kept.journal.close();
      kept.journal = await kept.open(true);
      const smuggled = { name: 'labs.igg', state: 'usable', value: 'Jane Doe' as unknown as number };
      kept.journal.recordHook(hookEntry({ cards: [shownCard()] }));
      kept.journal.recordHook(hookEntry({ cards: [shownCard({ facts: [smuggled] })] }));
      await kept.journal.close();
      const facts = (await kept.rows('SELECT facts FROM shown_card')).map((row) => row.facts);
      expect(facts.sort()).toEqual([
        '[{"name":"labs.igg","state":"usable","ageDays":12,"value":3.9}]',
        '[{"name":"labs.igg","state":"usable"}]',
      ]);
      kept.journal = await kept.open();
    });

    it('may be a call without cards, or one that was refused', async () => {
      kept.journal.recordHook(hookEntry({ cards: [] }));
      kept.journal.recordHook(hookEntry({ cards: [], outcome: 'data-unobtainable' }));
      await kept.reopen();
      expect((await kept.journal.tally(OCTOBER)).calls).toEqual(
        expect.arrayContaining([
          { ehr: 'General Hospital', outcome: 'answered', calls: 1 },
          { ehr: 'General Hospital', outcome: 'data-unobtainable', calls: 1 },
        ]),
      );
    });

    it('is not lost for one entry that the store cannot take', async () => {
      const impossible = hookEntry({ service: null as unknown as string });
      for (const entry of [hookEntry(), impossible, hookEntry()]) kept.journal.recordHook(entry);
      await kept.reopen();
      expect(await kept.rows('SELECT 1 AS one FROM hook_call')).toHaveLength(2);
      expect(kept.drops).toEqual(['refused']);
    });

    it('takes characters that a database may refuse', async () => {
      kept.journal.recordHook(
        hookEntry({ hookInstance: 'a\u0000b\ud800', tenant: `x'; DROP TABLE feedback; --` }),
      );
      await kept.reopen();
      expect(kept.drops).toEqual([]);
      expect(await kept.rows('SELECT hook_instance, tenant FROM hook_call')).toEqual([
        { hook_instance: 'ab\ufffd', tenant: `x'; DROP TABLE feedback; --` },
      ]);
    });

    it('is taken in thousands', async () => {
      for (let call = 0; call < 3_000; call++) {
        kept.journal.recordHook(hookEntry({ cards: [shownCard({ uuid: `card-${call}` })] }));
      }
      await kept.reopen();
      expect((await kept.journal.tally(OCTOBER)).cards).toEqual([
        { ehr: 'General Hospital', topic: 'immunoglobulinLow', response: 'ignored', cards: 3_000 },
      ]);
      expect(kept.drops).toEqual([]);
    });

    it('is refused after closing, and counted', async () => {
      await kept.journal.close();
      kept.journal.recordHook(hookEntry());
      expect(kept.drops).toEqual(['closed']);
      kept.journal = await kept.open();
    });
  });

  describe('a token', () => {
    const soon = new Date('2026-10-15T10:07:00Z');

    it('is new once, and seen ever after', async () => {
      expect(await kept.journal.rememberToken('https://ehr.example.org', 'jti-1', soon)).toBe('new');
      expect(await kept.journal.rememberToken('https://ehr.example.org', 'jti-1', soon)).toBe('seen');
      await kept.reopen();
      expect(await kept.journal.rememberToken('https://ehr.example.org', 'jti-1', soon)).toBe('seen');
    });

    it('of another issuer with the same jti is new', async () => {
      await kept.journal.rememberToken('https://ehr.example.org', 'jti-1', soon);
      expect(await kept.journal.rememberToken('https://other.example.org', 'jti-1', soon)).toBe('new');
    });

    it('used many times at once is new for one of them', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () =>
          kept.journal.rememberToken('https://ehr.example.org', 'jti-1', soon),
        ),
      );
      expect(answers.filter((answer) => answer === 'new')).toHaveLength(1);
    });

    it('is told from its neighbours when many arrive at once', async () => {
      const remember = () =>
        Promise.all(
          Array.from({ length: 500 }, (_, index) =>
            kept.journal.rememberToken('https://ehr.example.org', `jti-${index}`, soon),
          ),
        );
      expect(new Set(await remember())).toEqual(new Set(['new']));
      await kept.reopen();
      expect(new Set(await remember())).toEqual(new Set(['seen']));
    });

    it('is not stored as it came', async () => {
      await kept.journal.rememberToken('https://ehr.example.org', 'the-jti\u0000', soon);
      expect(JSON.stringify(await kept.rows('SELECT * FROM spent_token'))).not.toContain('the-jti');
    });
  });

  describe('retention', () => {
    const onDay = (day: number): Partial<HookEntry> => ({
      at: new Date(Date.UTC(2026, 9, day)),
      cards: [shownCard()],
    });
    const tables = ['hook_call', 'shown_card', 'offered_suggestion', 'feedback', 'accepted_suggestion'];
    const counts = async () => {
      const found = tables.map(async (table) => (await kept.rows(`SELECT 1 AS one FROM ${table}`)).length);
      return Promise.all(found);
    };

    it('removes what is older than the days set, with all that belongs to it', async () => {
      for (const day of [1, 5, 6, 20]) kept.journal.recordHook(hookEntry(onDay(day)));
      kept.now = new Date('2026-10-05T00:00:00Z');
      await kept.journal.recordFeedback([feedbackItem()]);
      kept.now = new Date('2026-10-20T00:00:00Z');
      await kept.journal.recordFeedback([feedbackItem({ card: 'later' })]);
      await kept.reopen();
      expect(await counts()).toEqual([4, 4, 4, 2, 2]);
      const removed = await kept.journal.applyRetention(15, new Date('2026-10-21T00:00:00Z'));
      expect(removed).toEqual({ hookCalls: 2, feedback: 1, tokens: 0 });
      expect(await counts()).toEqual([2, 2, 2, 1, 1]);
    });

    it('keeps everything but expired tokens when no days are set', async () => {
      kept.journal.recordHook(hookEntry(onDay(1)));
      await kept.journal.rememberToken('iss', 'expired', new Date('2026-10-15T09:59:59Z'));
      await kept.journal.rememberToken('iss', 'valid', new Date('2026-10-15T10:00:01Z'));
      await kept.reopen();
      const removed = await kept.journal.applyRetention(undefined, new Date('2026-10-15T10:00:00Z'));
      expect(removed).toEqual({ hookCalls: 0, feedback: 0, tokens: 1 });
      expect(await counts()).toEqual([1, 1, 1, 0, 0]);
      expect(await kept.journal.rememberToken('iss', 'valid', new Date('2026-10-15T10:00:01Z'))).toBe('seen');
    });

    it('removes more than fits in one transaction', async () => {
      const items = Array.from({ length: 6_000 }, (_, index) => feedbackItem({ card: `card-${index}` }));
      await kept.journal.recordFeedback(items);
      const removed = await kept.journal.applyRetention(1, new Date('2026-10-20T00:00:00Z'));
      expect(removed.feedback).toBe(6_000);
    });
  });

  it('says that it is well', () => {
    expect(kept.journal.state()).toBe('ok');
  });

  it('opens again and again without changing its schema', async () => {
    await kept.reopen();
    await kept.reopen();
    expect(await kept.rows('SELECT version FROM journal_schema')).toEqual([{ version: 1 }]);
  });

  it('refuses a store that a newer build has written', async () => {
    await kept.journal.close();
    await kept.rows('INSERT INTO journal_schema (version, applied_at) VALUES (99, 0) RETURNING version');
    await expect(kept.open()).rejects.toThrow(/schema is version 99.*newer build/);
    await kept.rows('DELETE FROM journal_schema WHERE version = 99 RETURNING version');
    kept.journal = await kept.open();
  });
});
