import type { Command } from 'commander';
import type { Terminal } from './terminal.js';

const SETTINGS = `
Settings come from the environment:
  PORT, HOST     where it listens (3000, 127.0.0.1); another host than loopback needs EHRS_FILE
  BASE_URL       the external URL that EHRs call and put into "aud"
  EHRS_FILE      the registry of EHRs; none: open mode, loopback only
  SITE_FILE      what this hospital changes
  DATABASE_URL   PostgreSQL; none: SQLite in JOURNAL_FILE (data/journal.sqlite)
  TIME_ZONE, LOG_LEVEL and the others: docs/operating.md
`;

/** `serve`: the service itself; `npm start` runs the same with V8 set for its load. */
export function addServe(program: Command, { env }: Terminal): void {
  program
    .command('serve')
    .description('answer CDS Hooks calls')
    .addHelpText('after', SETTINGS)
    .action(async () => {
      // Loaded only here: the other commands start in half the time without the server and its stores.
      const { serve } = await import('../server.js');
      await serve(env);
    });
}
