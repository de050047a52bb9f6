import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { readConfig } from '../../src/config.js';
import { withSecretFiles } from '../../src/configuration/secret-files.js';

const root = new URL('../../', import.meta.url);

export function textOf(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

export function exists(path: string): boolean {
  return existsSync(new URL(path, root));
}

export function pathOf(path: string): string {
  return fileURLToPath(new URL(path, root));
}

/** Every document of a YAML file; a duplicate key or any other slip of YAML is an error. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever is there
export function documentsOf(path: string): readonly any[] {
  return parseAllDocuments(textOf(path), { uniqueKeys: true }).map((document) => {
    if (document.errors.length > 0 || document.warnings.length > 0)
      throw new Error(`${path}: ${document.errors[0] ?? document.warnings[0]}`);
    return document.toJS();
  });
}

/** The settings the service takes, as it asks for them. */
export function knownSettings(): ReadonlySet<string> {
  const asked = new Set<string>();
  const recorder = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => {
        asked.add(String(name));
        return undefined;
      },
    },
  );
  withSecretFiles(recorder, () => '');
  readConfig(recorder);
  return asked;
}

/** Reads an environment as the service would, secrets from files that hold a good one. Throws with every problem. */
export function configOf(env: Readonly<Record<string, string>>) {
  return readConfig(withSecretFiles(env, () => 'postgres://cds:secret@database:5432/cds'));
}
