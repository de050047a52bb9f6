import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a package manager would be given, by npm's own word; `dist` as it lies there, which may be of yesterday. */
export function packedFiles(): readonly { readonly path: string; readonly size: number }[] {
  const options = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [pack] = JSON.parse(execFileSync('npm', options, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }));
  return pack.files;
}
