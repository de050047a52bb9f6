import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file of the deck, by its path inside `cards/`. */
export interface DeckFile {
  readonly path: string;
  readonly text: string;
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
