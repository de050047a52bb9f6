import { Router } from 'express';
import type { Journal } from '../journal/journal.js';
import { commentsCsv } from '../report/comments-csv.js';
import { REPORT_FORMATS, renderReport } from '../report/render-report.js';
import { type RetirementLimits, reportOf } from '../report/report.js';
import { REPORT_POLICY } from '../report/report-style.js';
import { firstDay } from '../report/report-words.js';
import { EXACT_PATHS } from './exact-paths.js';
import { orTryLater } from './journal-unavailable.js';
import type { Logger } from './logger.js';
import { methodNotAllowed } from './not-found.js';
import { requireReportCredential } from './report-credential.js';
import { formatAsked, periodAsked } from './report-query.js';
import { requestIdOf } from './request-id.js';

export interface ReportDeps {
  readonly journal: Pick<Journal, 'tally' | 'comments'>;
  readonly clock: () => Date;
  /** `REPORT_TOKEN`; without it the report is closed. */
  readonly token: string | undefined;
  readonly limits: RetirementLimits;
  readonly log: Logger;
}

const TRY_LATER = 'The journal cannot be read now: ask again later.';

/**
 * `GET /report`: as a page, JSON or CSV; `GET /report/comments`: what users wrote when they
 * overrode cards, as JSON or CSV. Both to whoever shows the report's own credential.
 */
export function reportRouter({ journal, clock, token, limits, log }: ReportDeps): Router {
  const router = Router(EXACT_PATHS);
  const guard = requireReportCredential(token, log);
  router
    .route('/report')
    .get(guard, async (request, response) => {
      const format = formatAsked(request, REPORT_FORMATS);
      const period = periodAsked(request, clock());
      const report = await orTryLater(response, reportOf(journal, period, limits), TRY_LATER);
      if (format === 'html') response.set('Content-Security-Policy', REPORT_POLICY);
      if (format === 'csv') response.attachment(`ocrelizumab-cds-${firstDay(report.period)}.csv`);
      response.type(format).send(renderReport(report, format));
    })
    .all(methodNotAllowed('GET', 'HEAD'));
  router
    .route('/report/comments')
    .get(guard, async (request, response) => {
      const format = formatAsked(request, ['json', 'csv']);
      const period = periodAsked(request, clock());
      const comments = await orTryLater(response, journal.comments(period), TRY_LATER);
      // Free text about patients: that it was read must be known afterwards.
      log.info({ requestId: requestIdOf(response), comments: comments.length }, 'comments were read');
      if (format === 'csv') response.attachment('ocrelizumab-cds-comments.csv');
      response.type(format).send(format === 'csv' ? commentsCsv(comments) : JSON.stringify(comments));
    })
    .all(methodNotAllowed('GET', 'HEAD'));
  return router;
}
