import { InputError } from './input-error.js';
import { readFile } from './read-file.js';

/**
 * A token from a file, or from the environment: never from an argument, which every user of the machine
 * can see in the list of processes, and which the shell writes into its history.
 */
export function secretInput(
  option: string,
  file: string | undefined,
  variable: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const text = file === undefined ? env[variable] : readFile(file, option);
  if (text === undefined) return undefined;
  const token = text.trim().replace(/^Bearer +/i, '');
  // Not quoted: it may be most of a token.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    const place = file === undefined ? variable : `${option} ${file}`;
    throw new InputError(`${place}: must hold one token, without spaces or line breaks inside`);
  }
  return token;
}
