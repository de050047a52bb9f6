import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.js';
import { withSecretFiles } from '../../src/configuration/secret-files.js';

const FILES: Readonly<Record<string, string>> = {
  '/run/secrets/database-url': 'postgres://cds:hunter2@db:5432/cds\n',
  '/run/secrets/empty': '\n',
};
const readFile = (path: string): string => {
  const text = FILES[path];
  if (text === undefined) throw new Error(`ENOENT: no such file, open '${path}'`);
  return text;
};
const secretOf = (env: Record<string, string>) => withSecretFiles(env, readFile);

describe('a secret in a file', () => {
  it('stands for the setting, without the line break that editors leave', () => {
    const env = secretOf({ PORT: '8080', DATABASE_URL_FILE: '/run/secrets/database-url' });
    expect(readConfig(env)).toMatchObject({ port: 8080, databaseUrl: 'postgres://cds:hunter2@db:5432/cds' });
  });

  it.each(['DATABASE_URL', 'REPORT_TOKEN'])('may be %s', (name) => {
    expect(secretOf({ [`${name}_FILE`]: '/run/secrets/database-url' })[name]).toMatch(/^postgres/);
  });

  it('changes nothing where there is none', () => {
    expect(secretOf({ DATABASE_URL: 'postgres://db/cds' })).toEqual({ DATABASE_URL: 'postgres://db/cds' });
  });

  it.each([
    [
      { DATABASE_URL_FILE: '/nowhere' },
      /DATABASE_URL_FILE must name a file that can be read; \/nowhere cannot/,
    ],
    [
      { DATABASE_URL: 'postgres://db/cds', DATABASE_URL_FILE: '/run/secrets/database-url' },
      /DATABASE_URL and DATABASE_URL_FILE are both set/,
    ],
  ])('refuses %j and says what to change', (env, words) => {
    expect(() => secretOf(env as Record<string, string>)).toThrow(words);
  });

  it('that is empty is refused like a setting that is empty, never taken for none', () => {
    expect(() => readConfig(secretOf({ DATABASE_URL_FILE: '/run/secrets/empty' }))).toThrow(
      /DATABASE_URL must be/,
    );
  });
});
