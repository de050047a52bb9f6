import type { UserComment } from '../journal/comments.js';
import { csv } from './csv.js';

/** One comment a line. */
export function commentsCsv(comments: readonly UserComment[]): string {
  return csv([
    ['at', 'ehr', 'topic', 'comment'],
    ...comments.map(({ at, ehr, topic, comment }) => [at, ehr, topic ?? '', comment]),
  ]);
}
