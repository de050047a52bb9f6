import { readFileSync } from 'node:fs';
import { InputError } from './input-error.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'access is denied',
};

/** The text of a file named on the command line, by an option where there is one; `-` is standard input. */
export function readFile(path: string, option?: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    const named = option === undefined ? path : `${option} ${path}`;
    throw new InputError(`${named}: cannot be read, ${REASONS[code] ?? code}`);
  }
}
