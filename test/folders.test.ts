import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from '@jest/globals';

const SOURCE = 'src';
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

/** What a folder imports from, types among it; a file that lies in none counts for itself. */
const importedBy = new Map<string, Set<string>>();
for (const file of files) {
  const [folder = ''] = file.split('/');
  const imported = importedBy.get(folder) ?? new Set();
  importedBy.set(folder, imported);
  for (const [, path = ''] of readFileSync(join(SOURCE, file), 'utf8').matchAll(/from '(\.[^']+)'/g)) {
    const [other = ''] = normalize(join(dirname(file), path.replace(/\.js$/, '.ts'))).split('/');
    if (other !== folder) imported.add(other);
  }
}

function reachableFrom(folder: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const other of importedBy.get(folder) ?? []) {
    if (seen.has(other)) continue;
    seen.add(other);
    reachableFrom(other, seen);
  }
  return seen;
}

it.each([...importedBy.keys()])('%s imports from no folder that needs it', (folder) => {
  const needing = [...reachableFrom(folder)].filter((other) => importedBy.get(other)?.has(folder));
  expect(needing).toEqual([]);
});
