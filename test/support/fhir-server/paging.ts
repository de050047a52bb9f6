import type { Fault } from './faults.js';

const DEFAULT_PAGE = 20;

/** The slice of a search that one page holds. */
export interface PageWindow {
  readonly offset: number;
  readonly count: number;
}

export function pageWindow(parameters: URLSearchParams, fault: Fault | undefined): PageWindow {
  return {
    offset: fault?.kind === 'endless-next' ? 0 : Number(parameters.get('_offset') ?? 0),
    count: Number(parameters.get('_count') ?? DEFAULT_PAGE),
  };
}

/** The address of the next page, if there is one, or if a fault says so. */
export function nextLink(
  searchUrl: string,
  parameters: URLSearchParams,
  { offset, count }: PageWindow,
  total: number,
  fault: Fault | undefined,
): string | undefined {
  if (fault?.kind === 'next-link') return fault.url;
  if (fault?.kind !== 'endless-next' && offset + count >= total) return undefined;
  const next = new URLSearchParams(parameters);
  next.set('_offset', String(Number(parameters.get('_offset') ?? 0) + count));
  return `${searchUrl}?${next}`;
}
