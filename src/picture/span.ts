import type { Span } from '../facts/span.js';
import { type ClinicalDate, plusDays, plusMonths } from './clinical-date.js';

/** The day a span before another. */
export function before(day: ClinicalDate, span: Span, limit: (name: string) => number): ClinicalDate {
  return 'days' in span ? plusDays(day, -limit(span.days)) : plusMonths(day, -limit(span.months));
}

/** The day a span after another. */
export function later(day: ClinicalDate, span: Span, limit: (name: string) => number): ClinicalDate {
  return 'days' in span ? plusDays(day, limit(span.days)) : plusMonths(day, limit(span.months));
}
