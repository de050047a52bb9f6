import type { Response } from 'express';
import { CdsError } from '../errors.js';
import { JournalUnreachable } from '../journal/journal.js';

const RETRY_AFTER_SECONDS = '10';

/** Waits for work on the journal; while that cannot be reached, the caller is told to try again (503). */
export async function orTryLater<T>(response: Response, work: Promise<T>, advice: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof JournalUnreachable)) throw error;
    response.set('Retry-After', RETRY_AFTER_SECONDS);
    throw new CdsError('journal-unavailable', advice);
  }
}
