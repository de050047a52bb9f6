import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The files that come with the program, wherever it is called from. */
const root = new URL('../../', import.meta.url);

export const cardsDirectory = fileURLToPath(new URL('cards', root));
export const storiesDirectory = fileURLToPath(new URL('fhir-fixtures', root));
export const whatItChecksFile = fileURLToPath(new URL('docs/what-it-checks.md', root));
export const whatItReadsFile = fileURLToPath(new URL('docs/what-it-reads.md', root));

/** The version of this package. */
export function packageVersion(): string {
  const { version }: { version: string } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  return version;
}
