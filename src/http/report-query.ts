import type { Request } from 'express';
import { CdsError } from '../errors.js';
import type { Period } from '../journal/tally.js';
import { PeriodError, type PeriodQuery, periodOf } from '../report/period.js';

/** The period that a request asks for. */
export function periodAsked(request: Request, now: Date): Period {
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

/** The format that a request asks for by `?format=`, or else by what it accepts. */
export function formatAsked<Format extends string>(request: Request, formats: readonly Format[]): Format {
  const { format } = request.query;
  const accepted = format ?? (request.accepts([...formats]) || 'json');
  const known = formats.find((candidate) => candidate === accepted);
  if (known === undefined) throw invalid(`format must be one of ${formats.join(', ')}.`);
  return known;
}

function invalid(message: string): CdsError {
  return new CdsError('invalid-request', message);
}
