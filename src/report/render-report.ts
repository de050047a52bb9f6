import type { Report } from './report.js';
import { reportCsv } from './report-csv.js';
import { reportPage } from './report-page.js';

export const REPORT_FORMATS = ['html', 'json', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The report in the form asked for; all forms hold the same numbers. */
export function renderReport(report: Report, format: ReportFormat): string {
  switch (format) {
    case 'html':
      return reportPage(report);
    case 'csv':
      return reportCsv(report);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
  }
}
