import { expect, it } from '@jest/globals';
import { packedFiles } from './support/packed-files.js';

const NEEDED = [
  /^(LICENSE|README\.md|package\.json)$/,
  /^dist\/.*\.(js|css|svg|html)$/,
  /^cards\/.*\.(yaml|json)$/,
  /^docs\/[\w-]+\.md$/,
  // `cards lint` judges a site's changes by the stories, and the workbench shows them.
  /^fhir-fixtures\/(README\.md|[\w-]+\/(story\.md|bundle\.json|draft-orders\.json))$/,
];

it('the package holds what production needs and nothing else', () => {
  const files = packedFiles();
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'cards/deck.yaml', 'docs/operating.md']),
  );
  expect(paths.filter((path) => !NEEDED.some((kind) => kind.test(path)))).toEqual([]);
  expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(8 * 1024 ** 2);
});
