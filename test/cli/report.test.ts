import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { InputError } from '../../src/cli/input-error.js';
import { addReport } from '../../src/cli/report.js';
import { ConfigError } from '../../src/config.js';
import { openJournal } from '../../src/journal/open-journal.js';
import { JournalMisconfigured, type JournalPlace } from '../../src/journal/open-store.js';
import { feedbackItem, hookEntry, readableLog, shownCard } from '../journal/entries.js';
import { queryPostgres, startPostgres, type TestPostgres } from '../support/postgres.js';

const NOW = () => new Date('2026-10-31T12:00:00Z');

let postgres: TestPostgres;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-report-command-'));
}, 30_000);
afterAll(async () => {
  await postgres.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command as from a shell, and returns what it prints. */
async function run(env: Record<string, string>, ...args: readonly string[]): Promise<string> {
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addReport(program, {
    env,
    clock: () => NOW().getTime(),
    paint: (_, text) => text,
    print,
    remark: print,
    exitWith: () => undefined,
  });
  await program.parseAsync(['report', ...args], { from: 'user' });
  return printed;
}

/** A card shown and overridden, one shown and ignored; the reason's name tries to clear the screen. */
async function fill(place: JournalPlace): Promise<void> {
  const journal = await openJournal({
    ...place,
    clock: NOW,
    log: readableLog().log,
    onDrop: () => undefined,
  });
  journal.recordHook(hookEntry({ cards: [shownCard({ uuid: 'a' }), shownCard({ uuid: 'b' })] }));
  await journal.recordFeedback([
    feedbackItem({
      card: 'a',
      outcome: 'overridden',
      acceptedSuggestions: [],
      reasons: [{ code: 'patient-refuses', display: 'Patient \u001b[2Jrefuses' }],
    }),
  ]);
  await journal.close();
}

describe.each([
  [
    'the SQLite file of JOURNAL_FILE',
    async () => {
      const file = join(folder, 'journal.sqlite');
      await fill({ file });
      return { JOURNAL_FILE: file };
    },
  ],
  [
    'the PostgreSQL of DATABASE_URL',
    async () => {
      const databaseUrl = await postgres.createSchema();
      await fill({ file: 'unused', databaseUrl });
      return { DATABASE_URL: databaseUrl };
    },
  ],
] as const)('the report command on %s', (_, place) => {
  let env: Record<string, string>;
  beforeAll(async () => {
    env = { ...(await place()) };
  });

  it('tells a terminal what was shown and what became of it, and lets no name steer it', async () => {
    const text = await run(env);
    expect(text).toContain('2026-10-02 to 2026-10-31 against 2026-09-02 to 2026-10-01');
    expect(text).toMatch(/immunoglobulinLow +2 +\+2 +0 +1 +1 +50 % +–/);
    expect(text).toContain('suggestion "Refer to clinical immunology": accepted 0 of 2 (0 %)');
    expect(text).toContain('overridden 1: Patient  [2Jrefuses (patient-refuses)');
    expect(text).toContain('(overridden more than 90 % of at least 20 times shown): none');
    expect(text).toContain('General Hospital: calls answered 1; feedback for unknown cards 0');
  });

  it.each([
    ['--json', /^\{\n {2}"period"/],
    ['--csv', /^from,to,ehr,topic,measure/],
    ['--html', /^<!doctype html>/],
  ])('prints it with %s', async (format, beginning) => {
    const text = await run(env, format);
    expect(text).toMatch(beginning);
    expect(text).toContain('immunoglobulinLow');
  });

  it('is about the days asked for', async () => {
    const shownIn = async (...period: readonly string[]) =>
      JSON.parse(await run(env, '--json', ...period)).topics[0]?.shown ?? 0;
    expect(await shownIn('--days', '17')).toBe(2);
    expect(await shownIn('--days', '16')).toBe(0);
    expect(await shownIn('--from', '2026-10-15', '--to', '2026-10-15')).toBe(2);
  });

  it('names candidates by the limit set', async () => {
    const report = JSON.parse(await run({ ...env, REPORT_OVERRIDE_PERCENT: '40' }, '--json'));
    expect(report.limits.overrideRate).toBe(0.4);
  });
});

describe('the report command', () => {
  const failure = (env: Record<string, string>, ...args: readonly string[]) =>
    run(env, ...args).then(
      () => 'printed',
      (error: unknown) => error,
    );

  it('says what is wrong with a period', async () => {
    const error = await failure({}, '--days', 'x');
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain('days must be a number');
  });

  it('prints one form at a time', async () => {
    expect(String(await failure({}, '--json', '--csv'))).toContain('cannot be used with');
  });

  it('says which setting is wrong', async () => {
    expect(await failure({ REPORT_OVERRIDE_PERCENT: 'most' })).toBeInstanceOf(ConfigError);
  });

  it('makes no journal where there is none, and says which setting to change', async () => {
    const file = join(folder, 'nowhere.sqlite');
    const error = await failure({ JOURNAL_FILE: file });
    expect(error).toBeInstanceOf(JournalMisconfigured);
    expect(String(error)).toMatch(/JOURNAL_FILE: there is no .*nowhere\.sqlite/);
    expect(existsSync(file)).toBe(false);
  });

  it('sets nothing up in a database without a journal', async () => {
    const databaseUrl = await postgres.createSchema();
    expect(String(await failure({ DATABASE_URL: databaseUrl }))).toMatch(/DATABASE_URL: .*does not exist/);
    const tables = await queryPostgres(
      databaseUrl,
      'SELECT 1 FROM pg_tables WHERE schemaname = current_schema()',
    );
    expect(tables).toEqual([]);
  });

  it('does not guess at a journal of another build', async () => {
    const databaseUrl = await postgres.createSchema();
    await fill({ file: 'unused', databaseUrl });
    await queryPostgres(databaseUrl, 'INSERT INTO journal_schema (version, applied_at) VALUES (99, 0)');
    expect(String(await failure({ DATABASE_URL: databaseUrl }))).toMatch(/schema is version 99/);
  });
});
