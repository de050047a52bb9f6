import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packedFiles } from './packed-files.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a process of the program said and ended with. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The program as a package manager lays it out: only what npm packs, called by a link, from elsewhere. */
export interface InstalledProgram {
  readonly folder: string;
  /** The folder of the package, below `node_modules`. */
  readonly packageFolder: string;
  /** Runs the bin; no setting of this machine reaches it. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>, input?: string): Promise<Run>;
  remove(): void;
}

/** Builds the sources of now, so that no old `dist` is tested. Takes some seconds: once per file. */
export async function installProgram(): Promise<InstalledProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-installed-'));
  const modules = join(folder, 'node_modules');
  const packageFolder = join(modules, 'ocrelizumab-cds');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  await build(join(packageFolder, 'dist'));
  for (const { path } of packedFiles())
    if (!path.startsWith('dist/')) cpSync(join(root, path), join(packageFolder, path));
  // The dependencies of this checkout stand for those a package manager would bring.
  symlinkSync(join(root, 'node_modules'), join(packageFolder, 'node_modules'));
  const bin = join(modules, '.bin', 'ocrelizumab-cds');
  symlinkSync(join(packageFolder, manifest.bin['ocrelizumab-cds']), bin);

  return {
    folder,
    packageFolder,
    run: (args, env = {}, input = '') =>
      new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          [bin, ...args],
          { cwd: folder, env: { PATH: process.env.PATH ?? '', TIME_ZONE: 'UTC', ...env }, maxBuffer: 1e8 },
          (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
        );
        child.stdin?.end(input);
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function build(outDir: string): Promise<void> {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const options = ['-p', 'tsconfig.build.json', '--outDir', outDir, '--incremental', 'false'];
  await promisify(execFile)(process.execPath, [tsc, ...options, '--tsBuildInfoFile', 'null'], { cwd: root });
}
