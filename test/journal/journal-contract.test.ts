import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import type { DropReason, FeedbackItem, HookEntry, Journal } from '../../src/journal/journal.js';
import { openJournal } from '../../src/journal/open-journal.js';
import { queryPostgres, startPostgres, type TestPostgres } from '../support/postgres.js';
import {
  CARD,
  eventually,
  feedbackItem,
  hookEntry,
  OCTOBER,
  readableLog,
  SUGGESTION,
  shownCard,
} from './entries.js';

let postgres: TestPostgres;
let folder: string;

beforeAll(async () => {
  postgres = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-journal-'));
}, 30_000);

afterAll(async () => {
  await postgres.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Where one test keeps its journal, and a way to look at what is stored beside it. */
interface Place {
  readonly file: string;
  readonly databaseUrl?: string;
  readonly rows: (sql: string) => Promise<readonly Record<string, unknown>[]>;
}

let places = 0;
const STORES = [
  {
    store: 'SQLite',
    place: async (): Promise<Place> => {
      const file = join(folder, `${++places}`, 'journal.sqlite');
      return {
        file,
        rows: async (sql) => {
          const database = new Database(file);
          const rows = database.prepare(sql).all() as Record<string, unknown>[];
          database.close();
          return rows;
        },
      };
    },
  },
  {
    store: 'PostgreSQL',
    place: async (): Promise<Place> => {
      const databaseUrl = await postgres.createSchema();
      return {
        file: join(folder, 'unused.sqlite'),
        databaseUrl,
        rows: (sql) => queryPostgres(databaseUrl, sql),
      };
    },
  },
];

describe.each(STORES)('the journal on $store', ({ place }) => {
  let where: Place;
  let journal: Journal;
  let drops: DropReason[];
  let now: Date;

  const open = (journalValues = false) =>
    openJournal({
      file: where.file,
      ...(where.databaseUrl !== undefined && { databaseUrl: where.databaseUrl }),
      clock: () => now,
      log: readableLog().log,
      onDrop: (reason) => drops.push(reason),
      journalValues,
    });

  /** Everything recorded so far is on disk, and the journal is open again. */
  const reopen = async () => {
    await journal.close();
    journal = await open();
  };

  beforeEach(async () => {
    where = await place();
    now = new Date('2026-10-15T10:02:00Z');
    drops = [];
    journal = await open();
  });

  afterEach(() => journal.close());

  describe('what was shown', () => {
    it('is there after a restart, as it was recorded', async () => {
      journal.recordHook(hookEntry({ tenant: 'north' }));
      await reopen();
      expect(await where.rows('SELECT * FROM hook_call')).toEqual([
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
      const [card] = await where.rows('SELECT at, uuid, topic, indicator, facts FROM shown_card');
      expect({ ...card, at: Number(card?.at) }).toEqual({
        at: Date.parse('2026-10-15T10:00:00Z'),
        uuid: CARD,
        topic: 'immunoglobulinLow',
        indicator: 'warning',
        facts: '[{"name":"labs.igg","state":"usable","ageDays":12}]',
      });
      expect(await where.rows('SELECT card, uuid, label FROM offered_suggestion')).toEqual([
        { card: CARD, uuid: SUGGESTION, label: 'Refer to clinical immunology' },
      ]);
      expect(drops).toEqual([]);
    });

    it('is written without anyone waiting for it', async () => {
      journal.recordHook(hookEntry());
      await eventually(async () =>
        expect(await where.rows('SELECT 1 AS one FROM hook_call')).toHaveLength(1),
      );
    });

    it('keeps numbers of facts only where the site allows them, and never text in their place', async () => {
      await journal.close();
      journal = await open(true);
      const smuggled = { name: 'labs.igg', state: 'usable', value: 'Jane Doe' as unknown as number };
      journal.recordHook(hookEntry({ cards: [shownCard()] }));
      journal.recordHook(hookEntry({ cards: [shownCard({ facts: [smuggled] })] }));
      await journal.close();
      const facts = (await where.rows('SELECT facts FROM shown_card')).map((row) => row.facts);
      expect(facts.sort()).toEqual([
        '[{"name":"labs.igg","state":"usable","ageDays":12,"value":3.9}]',
        '[{"name":"labs.igg","state":"usable"}]',
      ]);
      journal = await open();
    });

    it('may be a call without cards, or one that was refused', async () => {
      journal.recordHook(hookEntry({ cards: [] }));
      journal.recordHook(hookEntry({ cards: [], outcome: 'data-unobtainable' }));
      await reopen();
      expect((await journal.tally(OCTOBER)).calls).toEqual(
        expect.arrayContaining([
          { ehr: 'General Hospital', outcome: 'answered', calls: 1 },
          { ehr: 'General Hospital', outcome: 'data-unobtainable', calls: 1 },
        ]),
      );
    });

    it('is not lost for one entry that the store cannot take', async () => {
      const impossible = hookEntry({ service: null as unknown as string });
      for (const entry of [hookEntry(), impossible, hookEntry()]) journal.recordHook(entry);
      await reopen();
      expect(await where.rows('SELECT 1 AS one FROM hook_call')).toHaveLength(2);
      expect(drops).toEqual(['refused']);
    });

    it('takes characters that a database may refuse', async () => {
      journal.recordHook(
        hookEntry({ hookInstance: 'a\u0000b\ud800', tenant: `x'; DROP TABLE feedback; --` }),
      );
      await reopen();
      expect(drops).toEqual([]);
      expect(await where.rows('SELECT hook_instance, tenant FROM hook_call')).toEqual([
        { hook_instance: 'ab\ufffd', tenant: `x'; DROP TABLE feedback; --` },
      ]);
    });

    it('is taken in thousands', async () => {
      for (let call = 0; call < 3_000; call++) {
        journal.recordHook(hookEntry({ cards: [shownCard({ uuid: `card-${call}` })] }));
      }
      await reopen();
      expect((await journal.tally(OCTOBER)).cards).toEqual([
        { ehr: 'General Hospital', topic: 'immunoglobulinLow', response: 'ignored', cards: 3_000 },
      ]);
      expect(drops).toEqual([]);
    });

    it('is refused after closing, and counted', async () => {
      await journal.close();
      journal.recordHook(hookEntry());
      expect(drops).toEqual(['closed']);
      journal = await open();
    });
  });

  describe('feedback', () => {
    const stored = () =>
      where.rows(
        'SELECT service, ehr, tenant, card, outcome, user_comment FROM feedback ORDER BY card, outcome',
      );

    it('is on disk when recording it resolves', async () => {
      await journal.recordFeedback([feedbackItem({ tenant: 'north' })]);
      expect(await stored()).toEqual([
        {
          service: 'ocrelizumab-order-sign',
          ehr: 'General Hospital',
          tenant: 'north',
          card: CARD,
          outcome: 'accepted',
          user_comment: null,
        },
      ]);
      expect(await where.rows('SELECT uuid FROM accepted_suggestion')).toEqual([{ uuid: SUGGESTION }]);
    });

    it('keeps reasons and the comment', async () => {
      const reasons = [
        {
          system: 'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes',
          code: 'patient-refuses',
        },
        { code: 'local', display: 'Seen by immunology' },
      ];
      await journal.recordFeedback([
        feedbackItem({
          outcome: 'overridden',
          acceptedSuggestions: [],
          reasons,
          userComment: 'spoke to her',
        }),
      ]);
      expect(await stored()).toMatchObject([{ outcome: 'overridden', user_comment: 'spoke to her' }]);
      expect(await where.rows('SELECT system, code, display FROM override_reason ORDER BY code')).toEqual([
        { system: '', code: 'local', display: 'Seen by immunology' },
        { system: reasons[0]?.system, code: 'patient-refuses', display: null },
      ]);
    });

    it('gives comments back for the period in which they came, the latest first', async () => {
      journal.recordHook(hookEntry());
      const overridden = { outcome: 'overridden', acceptedSuggestions: [] } as const;
      const commented = (card: string, userComment: string) =>
        feedbackItem({ ...overridden, card, userComment });
      await journal.recordFeedback([
        commented(CARD, 'first'),
        feedbackItem({ ...overridden, card: 'silent' }),
      ]);
      now = new Date('2026-10-16T00:00:00Z');
      await journal.recordFeedback([commented('unknown', 'second')]);
      await reopen();
      const ehr = 'General Hospital';
      const at = '2026-10-15T10:01:00.000Z';
      expect(await journal.comments(OCTOBER)).toEqual([
        { at, ehr, comment: 'second' },
        { at, ehr, topic: 'immunoglobulinLow', comment: 'first' },
      ]);
      expect(await journal.comments({ from: OCTOBER.from, to: now })).toHaveLength(1);
    });

    it('changes nothing when it is repeated, alone, later or in one batch', async () => {
      await journal.recordFeedback([feedbackItem(), feedbackItem()]);
      now = new Date('2026-10-15T11:00:00Z');
      await journal.recordFeedback([feedbackItem()]);
      await reopen();
      await journal.recordFeedback([feedbackItem()]);
      expect(await stored()).toHaveLength(1);
    });

    const DISTINCT: readonly (readonly [string, Partial<FeedbackItem>])[] = [
      ['another outcome', { outcome: 'overridden', acceptedSuggestions: [] }],
      ['another time', { outcomeAt: new Date('2026-10-15T10:01:30Z') }],
      ['another suggestion', { acceptedSuggestions: ['another'] }],
      ['another card', { card: 'another' }],
      ['another EHR', { ehr: 'Childrens Hospital' }],
      ['another tenant', { tenant: 'south' }],
      ['another service', { service: 'ocrelizumab-patient-view' }],
      ['a comment', { userComment: 'x' }],
      ['a reason', { reasons: [{ code: 'x' }] }],
    ];
    it.each(DISTINCT)('with %s is other feedback', async (_, changes) => {
      await journal.recordFeedback([feedbackItem(), feedbackItem(changes)]);
      expect(await stored()).toHaveLength(2);
    });

    it('need not be for a card that is known', async () => {
      await journal.recordFeedback([feedbackItem({ card: '123456' })]);
      expect((await journal.tally(OCTOBER)).unmatched).toEqual([{ ehr: 'General Hospital', items: 1 }]);
    });

    it('is taken in one batch of thousands', async () => {
      const items = Array.from({ length: 5_000 }, (_, index) => feedbackItem({ card: `card-${index}` }));
      await journal.recordFeedback(items);
      expect(await where.rows('SELECT 1 AS one FROM feedback')).toHaveLength(5_000);
    });

    it('is taken from many callers at once', async () => {
      const calls = Array.from({ length: 60 }, (_, index) =>
        journal.recordFeedback([feedbackItem({ card: `card-${index % 50}` })]),
      );
      await Promise.all(calls);
      expect(await where.rows('SELECT 1 AS one FROM feedback')).toHaveLength(50);
    });

    it('takes characters that a database may refuse', async () => {
      await journal.recordFeedback([feedbackItem({ card: 'a\u0000b', userComment: '\ud800 ok \u{1f600}' })]);
      expect(await stored()).toMatchObject([{ card: 'ab', user_comment: '\ufffd ok \u{1f600}' }]);
    });

    it('may be empty', async () => {
      await expect(journal.recordFeedback([])).resolves.toBeUndefined();
    });
  });

  describe('a token', () => {
    const soon = new Date('2026-10-15T10:07:00Z');

    it('is new once, and seen ever after', async () => {
      expect(await journal.rememberToken('https://ehr.example.org', 'jti-1', soon)).toBe('new');
      expect(await journal.rememberToken('https://ehr.example.org', 'jti-1', soon)).toBe('seen');
      await reopen();
      expect(await journal.rememberToken('https://ehr.example.org', 'jti-1', soon)).toBe('seen');
    });

    it('of another issuer with the same jti is new', async () => {
      await journal.rememberToken('https://ehr.example.org', 'jti-1', soon);
      expect(await journal.rememberToken('https://other.example.org', 'jti-1', soon)).toBe('new');
    });

    it('used many times at once is new for one of them', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => journal.rememberToken('https://ehr.example.org', 'jti-1', soon)),
      );
      expect(answers.filter((answer) => answer === 'new')).toHaveLength(1);
    });

    it('is told from its neighbours when many arrive at once', async () => {
      const remember = () =>
        Promise.all(
          Array.from({ length: 500 }, (_, index) =>
            journal.rememberToken('https://ehr.example.org', `jti-${index}`, soon),
          ),
        );
      expect(new Set(await remember())).toEqual(new Set(['new']));
      await reopen();
      expect(new Set(await remember())).toEqual(new Set(['seen']));
    });

    it('is not stored as it came', async () => {
      await journal.rememberToken('https://ehr.example.org', 'the-jti\u0000', soon);
      expect(JSON.stringify(await where.rows('SELECT * FROM spent_token'))).not.toContain('the-jti');
    });
  });

  describe('retention', () => {
    const onDay = (day: number): Partial<HookEntry> => ({
      at: new Date(Date.UTC(2026, 9, day)),
      cards: [shownCard()],
    });
    const tables = ['hook_call', 'shown_card', 'offered_suggestion', 'feedback', 'accepted_suggestion'];
    const counts = async () => {
      const found = tables.map(async (table) => (await where.rows(`SELECT 1 AS one FROM ${table}`)).length);
      return Promise.all(found);
    };

    it('removes what is older than the days set, with all that belongs to it', async () => {
      for (const day of [1, 5, 6, 20]) journal.recordHook(hookEntry(onDay(day)));
      now = new Date('2026-10-05T00:00:00Z');
      await journal.recordFeedback([feedbackItem()]);
      now = new Date('2026-10-20T00:00:00Z');
      await journal.recordFeedback([feedbackItem({ card: 'later' })]);
      await reopen();
      expect(await counts()).toEqual([4, 4, 4, 2, 2]);
      const removed = await journal.applyRetention(15, new Date('2026-10-21T00:00:00Z'));
      expect(removed).toEqual({ hookCalls: 2, feedback: 1, tokens: 0 });
      expect(await counts()).toEqual([2, 2, 2, 1, 1]);
    });

    it('keeps everything but expired tokens when no days are set', async () => {
      journal.recordHook(hookEntry(onDay(1)));
      await journal.rememberToken('iss', 'expired', new Date('2026-10-15T09:59:59Z'));
      await journal.rememberToken('iss', 'valid', new Date('2026-10-15T10:00:01Z'));
      await reopen();
      const removed = await journal.applyRetention(undefined, new Date('2026-10-15T10:00:00Z'));
      expect(removed).toEqual({ hookCalls: 0, feedback: 0, tokens: 1 });
      expect(await counts()).toEqual([1, 1, 1, 0, 0]);
      expect(await journal.rememberToken('iss', 'valid', new Date('2026-10-15T10:00:01Z'))).toBe('seen');
    });

    it('removes more than fits in one transaction', async () => {
      const items = Array.from({ length: 6_000 }, (_, index) => feedbackItem({ card: `card-${index}` }));
      await journal.recordFeedback(items);
      const removed = await journal.applyRetention(1, new Date('2026-10-20T00:00:00Z'));
      expect(removed.feedback).toBe(6_000);
    });
  });

  it('says that it is well', () => {
    expect(journal.state()).toBe('ok');
  });

  it('opens again and again without changing its schema', async () => {
    await reopen();
    await reopen();
    expect(await where.rows('SELECT version FROM journal_schema')).toEqual([{ version: 1 }]);
  });

  it('refuses a store that a newer build has written', async () => {
    await journal.close();
    await where.rows('INSERT INTO journal_schema (version, applied_at) VALUES (99, 0) RETURNING version');
    await expect(open()).rejects.toThrow(/schema is version 99.*newer build/);
    await where.rows('DELETE FROM journal_schema WHERE version = 99 RETURNING version');
    journal = await open();
  });
});

describe('the SQLite file', () => {
  it('is for the service’s own account only', async () => {
    const file = join(folder, 'private', 'journal.sqlite');
    const journal = await openJournal({
      file,
      clock: () => new Date('2026-10-15T10:00:00Z'),
      log: readableLog().log,
      onDrop: () => undefined,
    });
    await journal.recordFeedback([feedbackItem()]);
    for (const path of [file, `${file}-wal`]) {
      expect(existsSync(path)).toBe(true);
      expect(statSync(path).mode & 0o077).toBe(0);
    }
    await journal.close();
  });
});
