import { readFileSync } from 'node:fs';
import { InputError } from './input-error.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'access is denied',
};

/** The text of a file named on the command line; `-` is standard input. */
export function readFile(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    throw new InputError(`${path}: cannot be read, ${REASONS[code] ?? code}`);
  }
}
