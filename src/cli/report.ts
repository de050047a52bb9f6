import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { readConfig } from '../config.js';
import { withSecretFiles } from '../configuration/secret-files.js';
import { PeriodError, type PeriodQuery, periodOf } from '../report/period.js';
import { REPORT_FORMATS, type ReportFormat, renderReport } from '../report/render-report.js';
import { reportOf, retirementAbove } from '../report/report.js';
import { reportText } from '../report/report-text.js';
import { InputError } from './input-error.js';
import type { Terminal } from './terminal.js';

type ReportOptions = PeriodQuery & { readonly [format in ReportFormat]?: true };

/** `report`: which cards were shown and what was done with them, from the journal of the service's own settings. */
export function addReport(program: Command, { env, clock, print }: Terminal): void {
  program
    .command('report')
    .description('tell which cards were shown and what was done with them (settings as for serve)')
    .option('--days <days>', 'the last so many days, today included (30 if no period is given)')
    .option('--from <day>', 'from this day on, YYYY-MM-DD in UTC')
    .option('--to <day>', 'to this day, included')
    .addOption(new Option('--json', 'as JSON').conflicts(['csv', 'html']))
    .addOption(new Option('--csv', 'as CSV, one number a line').conflicts(['json', 'html']))
    .addOption(new Option('--html', 'as a page with a chart').conflicts(['json', 'csv']))
    .action(async (options: ReportOptions) => {
      const period = readPeriod(options, new Date(clock()));
      const config = readConfig(withSecretFiles(env, (path) => readFileSync(path, 'utf8')));
      const limits = retirementAbove(config.reportOverridePercent);
      const place = {
        file: config.journalFile,
        ...(config.databaseUrl !== undefined && { databaseUrl: config.databaseUrl }),
      };
      // Loaded only here: no other command waits for the stores to load.
      const { readJournal } = await import('../journal/read-journal.js');
      const report = await readJournal(place, (journal) => reportOf(journal, period, limits));
      const format = REPORT_FORMATS.find((candidate) => options[candidate]);
      print(format === undefined ? reportText(report) : renderReport(report, format));
    });
}

function readPeriod(query: PeriodQuery, now: Date) {
  try {
    return periodOf(query, now);
  } catch (error) {
    throw error instanceof PeriodError ? new InputError(error.message) : error;
  }
}
