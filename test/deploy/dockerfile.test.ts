import { execFile } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { runService } from '../http/cds-service.js';
import { configOf, exists, knownSettings, textOf } from './deploy-files.js';

const dockerfile = textOf('deploy/Dockerfile');
const instructions = dockerfile
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [, name = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    return { name, rest };
  });
const last = (name: string) => instructions.findLast((instruction) => instruction.name === name)?.rest ?? '';
const all = (name: string) => instructions.filter((i) => i.name === name).map(({ rest }) => rest);
const environment: Record<string, string> = Object.fromEntries(
  last('ENV')
    .split(' ')
    .map((pair) => pair.split('=')),
);
const manifest = JSON.parse(textOf('package.json'));

describe('the Dockerfile', () => {
  it('knows no instruction that Docker does not', () => {
    expect(
      instructions.filter(
        ({ name }) => !/^(FROM|WORKDIR|COPY|RUN|ENV|VOLUME|USER|EXPOSE|HEALTHCHECK|CMD)$/.test(name),
      ),
    ).toEqual([]);
  });

  it('builds on one pinned image, of a Node that the package takes', () => {
    const bases = all('FROM').map((from) => from.split(' ')[0]);
    expect([...new Set(bases)]).toEqual(['node:20-bookworm-slim']);
    expect(manifest.engines.node).toBe('>=20');
  });

  it('copies only what there is and what the .dockerignore lets through', () => {
    const allowed = textOf('deploy/Dockerfile.dockerignore').match(/(?<=^!).+$/gm) ?? [];
    const sources = all('COPY')
      .filter((copy) => !copy.startsWith('--from'))
      .flatMap((copy) => copy.split(' ').slice(0, -1));
    for (const source of sources) {
      expect(exists(source)).toBe(true);
      expect(allowed).toContain(source);
    }
    expect([...new Set(sources)].sort()).toEqual([...allowed].sort());
  });

  it('ships what the package ships, dependencies without those of development', () => {
    for (const file of manifest.files.filter((name: string) => !name.startsWith('!')))
      expect(all('COPY').some((copy) => copy.endsWith(` ${file}`))).toBe(true);
    expect(all('RUN')).toContain('npm ci --omit=dev');
    expect(all('COPY')).toContain('--from=dependencies /app/node_modules node_modules');
  });

  it('sets only what the service knows, and refuses to start without a registry of EHRs', () => {
    const known = knownSettings();
    expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
    expect(() => configOf(environment)).toThrow(/EHRS_FILE must name the registry/);
    const filled = { EHRS_FILE: 'ehrs.yaml', BASE_URL: 'https://cds.example.org' };
    expect(configOf({ ...environment, ...filled })).toMatchObject({
      port: Number(last('EXPOSE')),
      journalFile: `${last('VOLUME')}/journal.sqlite`,
    });
  });

  it('runs as a user that is not root, told by number', () => {
    expect(last('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    const order = instructions.map(({ name }) => name);
    expect(order.lastIndexOf('USER')).toBeGreaterThan(order.lastIndexOf('RUN'));
  });

  it('starts as npm start does', () => {
    expect(JSON.parse(last('CMD')).join(' ')).toBe(manifest.scripts.start);
  });

  it('has a health check, by Node itself, that passes with the service and fails without', async () => {
    const [command, ...args]: string[] = JSON.parse(last('HEALTHCHECK').replace(/^.*?CMD /, ''));
    const check = (port: number) =>
      new Promise<number>((resolve) => {
        const env = { ...process.env, PORT: String(port) };
        const child = execFile(command ?? '', args, { env }, () => resolve(child.exitCode ?? -1));
      });
    const service = await runService();
    const port = Number(new URL(service.url).port);
    expect(await check(port)).toBe(0);
    await service.close();
    expect(await check(port)).toBe(1);
  });
});
