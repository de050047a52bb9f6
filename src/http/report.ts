import { createHash, timingSafeEqual } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { CdsError } from '../errors.js';
import { type Journal, JournalUnreachable } from '../journal/journal.js';
import { PeriodError, type PeriodQuery, periodOf } from '../report/period.js';
import { REPORT_FORMATS, type ReportFormat, renderReport } from '../report/render-report.js';
import { type RetirementLimits, reportOf } from '../report/report.js';
import { REPORT_POLICY } from '../report/report-style.js';
import { firstDay } from '../report/report-words.js';

export interface ReportDeps {
  readonly journal: Pick<Journal, 'tally'>;
  readonly clock: () => Date;
  /** `REPORT_TOKEN`; without it the report is closed. */
  readonly token: string | undefined;
  readonly limits: RetirementLimits;
}

const RETRY_AFTER_SECONDS = '10';

/** `GET /report`: as a page, JSON or CSV, to whoever shows the report's own credential. */
export function reportRouter({ journal, clock, token, limits }: ReportDeps): Router {
  const router = Router();
  router
    .route('/report')
    .get(async (request, response) => {
      if (token === undefined) {
        throw new CdsError('forbidden', 'The report is closed: REPORT_TOKEN opens it.');
      }
      response.set({ 'Cache-Control': 'no-store', Vary: 'Accept, Authorization' });
      if (!isAuthorized(request.get('authorization'), token)) return demandCredential(response);
      const format = formatOf(request);
      const period = readPeriod(request, clock());
      const report = await reportOf(journal, period, limits).catch((error: unknown) => {
        if (!(error instanceof JournalUnreachable)) throw error;
        response.set('Retry-After', RETRY_AFTER_SECONDS);
        throw new CdsError('journal-unavailable', 'The journal cannot be read now: ask again later.');
      });
      if (format === 'html') response.set('Content-Security-Policy', REPORT_POLICY);
      if (format === 'csv') response.attachment(`ocrelizumab-cds-${firstDay(report.period)}.csv`);
      response.type(format).send(renderReport(report, format));
    })
    .all((_request, response) => {
      response.set('Allow', 'GET');
      throw new CdsError('method-not-allowed', 'The report is read with GET.');
    });
  return router;
}

/** As a bearer token, or as the password of Basic, which a browser asks for by itself. */
function isAuthorized(header: string | undefined, token: string): boolean {
  const [, scheme = '', credential = ''] = /^(Bearer|Basic) +(\S+)$/i.exec(header ?? '') ?? [];
  if (scheme.toLowerCase() !== 'basic') return isSame(credential, token);
  const userAndPassword = Buffer.from(credential, 'base64').toString();
  return isSame(userAndPassword.slice(userAndPassword.indexOf(':') + 1), token);
}

/** In a time that tells nothing: digests have one length, and are compared to the end. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Written here and not thrown: only this route asks for Basic. */
function demandCredential(response: Response): void {
  response.status(401).set('WWW-Authenticate', 'Basic realm="report", charset="UTF-8"').end();
}

function formatOf(request: Request): ReportFormat {
  const { format } = request.query;
  if (format !== undefined) {
    const known = REPORT_FORMATS.find((candidate) => candidate === format);
    if (known === undefined) throw invalid(`format must be one of ${REPORT_FORMATS.join(', ')}.`);
    return known;
  }
  return REPORT_FORMATS.find((candidate) => candidate === request.accepts([...REPORT_FORMATS])) ?? 'json';
}

function readPeriod(request: Request, now: Date) {
  try {
    return periodOf(periodQueryOf(request), now);
  } catch (error) {
    if (error instanceof PeriodError) throw invalid(error.message);
    throw error;
  }
}

function periodQueryOf({ query }: Request): PeriodQuery {
  const member = (name: 'days' | 'from' | 'to') => {
    const value = query[name];
    if (value === undefined) return {};
    if (typeof value !== 'string') throw invalid(`${name} must be given once.`);
    return { [name]: value };
  };
  return { ...member('days'), ...member('from'), ...member('to') };
}

function invalid(message: string): CdsError {
  return new CdsError('invalid-request', message);
}
