import { describe, expect, it } from '@jest/globals';
import { httpServer } from '../../src/http/http-server.js';
import { loadEhrRegistry } from '../../src/trust/ehr-registry.js';
import { configOf, documentsOf, exists, knownSettings, textOf } from './deploy-files.js';

const compose = documentsOf('deploy/compose.yaml')[0];
const { cds, database, proxy } = compose.services;
const nginx = textOf('deploy/nginx.conf');

/** `${NAME:?…}` as whoever starts it fills it. */
const filled: Readonly<Record<string, string>> = {
  BASE_URL: 'https://cds.example.org',
  TIME_ZONE: 'America/Chicago',
};
const environment: Record<string, string> = Object.fromEntries(
  Object.entries<string>(cds.environment).map(([name, value]) => [
    name,
    value.replace(/^\$\{(\w+):\?.*\}$/, (_, variable: string) => filled[variable] ?? ''),
  ]),
);

describe('the Compose file', () => {
  it('sets only what the service knows, and sets it so that the service starts', () => {
    const known = knownSettings();
    expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
    expect(configOf({ HOST: '0.0.0.0', PORT: '3000', ...environment })).toMatchObject({
      ...{ baseUrl: filled.BASE_URL, timeZone: filled.TIME_ZONE },
      databaseUrl: expect.any(String),
    });
  });

  it('builds the image from its Dockerfile and runs two replicas of this version, limited', () => {
    expect(exists(`deploy/${cds.build.context}/${cds.build.dockerfile}`)).toBe(true);
    expect(cds.image).toBe(`ocrelizumab-cds:${JSON.parse(textOf('package.json')).version}`);
    expect(cds.deploy).toMatchObject({ replicas: 2, resources: { limits: { memory: '512M' } } });
  });

  it.each([
    ['cds', cds],
    ['proxy', proxy],
  ])('gives %s no right it does not need', (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      user: expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/),
    });
  });

  it('names only secrets, configs, networks and volumes that it defines, and mounts where settings look', () => {
    for (const service of [cds, database, proxy]) {
      for (const secret of service.secrets ?? []) expect(compose.secrets).toHaveProperty(secret);
      for (const network of service.networks) expect(compose.networks).toHaveProperty(network);
    }
    expect(compose.configs).toHaveProperty(cds.configs[0].source);
    expect(cds.configs[0].target).toBe(environment.EHRS_FILE);
    expect(environment.DATABASE_URL_FILE).toBe(`/run/secrets/${cds.secrets[0]}`);
    expect(database.environment.POSTGRES_PASSWORD_FILE).toBe(`/run/secrets/${database.secrets[0]}`);
    expect(compose.volumes).toHaveProperty(database.volumes[0].split(':')[0]);
  });

  it('shows the world the proxy and nothing else', () => {
    expect([cds.ports, database.ports]).toEqual([undefined, undefined]);
    expect(database.networks).toEqual(['back']);
    expect(compose.networks.back).toEqual({ internal: true });
  });

  it('keeps secrets and the registry out of version control', () => {
    const ignored = textOf('.gitignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['deploy/secrets/', 'deploy/tls/', 'deploy/ehrs.yaml']));
  });

  it('comes with an example of a registry that the service takes', () => {
    expect(loadEhrRegistry('ehrs.yaml', () => textOf('deploy/ehrs.example.yaml'))).toMatchObject({
      ok: true,
    });
  });
});

describe('the proxy', () => {
  it('listens with TLS where Compose leads to, and passes on to the port of the service', () => {
    expect(proxy.ports).toEqual([`443:${/listen (\d+) ssl;/.exec(nginx)?.[1]}`]);
    expect(nginx).toMatch(/server cds:3000 resolve;/);
    expect(textOf('deploy/Dockerfile')).toMatch(/EXPOSE 3000\n/);
    expect(nginx).not.toMatch(/TLSv1(\.1)?[ ;]/);
    expect(nginx).not.toMatch(/listen \d+;/);
  });

  it('reads its certificate where it is mounted', () => {
    const [, mounted] = proxy.volumes.map((volume: string) => volume.split(':')[1]);
    for (const [, path] of nginx.matchAll(/ssl_certificate(?:_key)? (\S+);/g))
      expect(path).toMatch(RegExp(`^${mounted}/`));
  });

  it('writes nowhere but into the tmpfs', () => {
    for (const [, path] of nginx.matchAll(/(?:_temp_path|^pid) (\S+);/gm)) expect(path).toMatch(/^\/tmp\//);
    expect(proxy.tmpfs).toEqual(['/tmp']);
  });

  it('takes larger bodies than the service, so that the service says what is too large', () => {
    const megabytes = Number(/client_max_body_size (\d+)m;/.exec(nginx)?.[1]);
    expect(megabytes * 1024 ** 2).toBeGreaterThan(configOf({}).bodyLimitBytes);
  });

  it('waits longer than the service may take, and drops idle connections before the service does', () => {
    const seconds = (name: string) => Number(RegExp(`${name} (\\d+)s;`).exec(nginx)?.[1]);
    expect(seconds('proxy_read_timeout') * 1000).toBeGreaterThan(2 * configOf({}).fhirBudgetMs);
    const keptMs = httpServer(() => undefined, '*').server.keepAliveTimeout;
    expect(seconds('keepalive_timeout') * 1000).toBeLessThan(keptMs);
  });

  it('keeps metrics and health from the world', () => {
    const [, kept = ''] = /location ~\* (\S+) \{ return 404; \}/.exec(nginx) ?? [];
    const isKept = (path: string) => RegExp(kept, 'i').test(path);
    const inside = ['/metrics', '/health/live', '/metrics/', '/METRICS', '/Health/ready', '/ocr/metrics'];
    expect(inside.filter((path) => !isKept(path))).toEqual([]);
    const outside = ['/', '/cds-services', '/cds-services/ocrelizumab-order-sign/feedback', '/report'];
    expect(outside.filter(isKept)).toEqual([]);
  });
});
