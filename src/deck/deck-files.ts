import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../configuration/operator-error.js';

/** One file of the deck, by its path inside `cards/`. */
export interface DeckFile {
  readonly path: string;
  readonly text: string;
}

/** The site overlay that `SITE_FILE` names, by the path its operator knows it under. */
export function readSiteFile(path: string): DeckFile {
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch {
    throw new OperatorError(`SITE_FILE must name the site overlay, or be left unset; ${path} cannot be read`);
  }
}

/** Reads every file the deck consists of, in the order of their names so that no file system decides anything. */
export function readDeckFiles(directory: string): readonly DeckFile[] {
  return ['.', 'orders', 'value-sets', 'schema'].flatMap((folder) =>
    readdirSync(join(directory, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
      .map((entry) => (folder === '.' ? entry.name : `${folder}/${entry.name}`))
      .sort()
      .map((path) => ({ path, text: readFileSync(join(directory, path), 'utf8') })),
  );
}
