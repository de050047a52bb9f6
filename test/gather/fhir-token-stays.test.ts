import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fetchOne, idsIn } from '../support/fhir-server/fetch-from.js';
import { observations } from '../support/fhir-server/observations.js';
import { type FhirServer, startFhirServer } from '../support/fhir-server/start-fhir-server.js';

const SEARCH = 'Observation?patient=1&_sort=-date&_count=10';

let server: FhirServer;
let foreign: Server;
let foreignOrigin: string;
let foreignPort: number;
let foreignCalls = 0;

beforeAll(async () => {
  server = await startFhirServer();
  await server.load([...observations('1', 15), { resourceType: 'Patient', id: '1' }]);
  foreign = createServer((_, response) => {
    foreignCalls++;
    response.end('{"resourceType":"Bundle","type":"searchset"}');
  });
  await new Promise<void>((listening) => foreign.listen(0, '127.0.0.1', listening));
  foreignPort = (foreign.address() as AddressInfo).port;
  foreignOrigin = `http://127.0.0.1:${foreignPort}`;
});

afterEach(() => {
  server.reset();
  foreignCalls = 0;
});

afterAll(async () => {
  await server.close();
  await new Promise((closed) => foreign.close(closed));
});

describe('a redirect', () => {
  it.each([
    ['to another host', () => `${foreignOrigin}/fhir/Observation`],
    ['to the same host', () => `${server.baseUrl}/Patient/1`],
  ])('%s is reported, never followed', async (_, to) => {
    server.fault('Observation', { kind: 'redirect', to: to() });
    expect(await fetchOne(server.baseUrl, SEARCH)).toEqual({ state: 'failed', failure: 'redirected' });
    expect(server.requests).toHaveLength(1);
    expect(foreignCalls).toBe(0);
  });
});

describe('a next link that leaves the base', () => {
  it.each([
    ['to another port', () => `${foreignOrigin}/fhir/r4/Observation?page=2`],
    ['to another host by network path', () => `//127.0.0.1:${foreignPort}/fhir/r4/Observation?page=2`],
    [
      'to another host behind userinfo',
      () => `${server.baseUrl.replace('http://', 'http://127.0.0.1@')}:${foreignPort}`,
    ],
    [
      'to the same host with userinfo',
      () => `${server.baseUrl.replace('http://', 'http://someone@')}/Observation`,
    ],
    ['to the same host by IPv6', () => server.baseUrl.replace('127.0.0.1', '[::1]')],
    ['to the same host by name', () => server.baseUrl.replace('127.0.0.1', 'localhost')],
    ['to another port in decimal', () => `http://2130706433:${foreignPort}/fhir/r4/Observation?page=2`],
    ['to another path', () => server.baseUrl.replace('/fhir/r4', '/admin')],
    ['to a path that starts alike', () => `${server.baseUrl}-private/Observation`],
    ['by dot segments', () => `${server.baseUrl}/../../admin`],
    ['by encoded dot segments', () => `${server.baseUrl}/%2e%2e/%2e%2e/admin`],
    ['by encoded slashes', () => `${server.baseUrl}/..%2f..%2fadmin`],
    ['by a relative path', () => '/admin'],
    ['to another scheme', () => 'file:///etc/passwd'],
    ['to nowhere', () => 'http://'],
  ])('%s is not followed, and the key is incomplete', async (_, url) => {
    server.fault('Observation', { kind: 'next-link', url: url() });
    const found = await fetchOne(server.baseUrl, SEARCH);
    expect(found).toMatchObject({ state: 'incomplete', failure: 'more-pages' });
    expect(idsIn(found)).toHaveLength(10);
    expect(server.requests).toHaveLength(1);
    expect(foreignCalls).toBe(0);
  });
});

describe('a fhirServer that is not plainly a FHIR base', () => {
  it.each([
    ['has userinfo', () => server.baseUrl.replace('http://', `http://ehr.example.org@`)],
    ['hides the host behind userinfo', () => `http://ehr.example.org:80@127.0.0.1:${foreignPort}/fhir`],
    ['has a query', () => `${foreignOrigin}/?x=`],
    ['has a fragment', () => `${foreignOrigin}/#`],
    ['climbs', () => `${server.baseUrl}/../r4`],
    ['has a backslash', () => `http:\\\\127.0.0.1:${foreignPort}\\fhir`],
    ['would send the token unencrypted', () => 'http://192.0.2.1/fhir'],
    ['is no URL', () => 'ehr'],
  ])('%s, is not contacted', async (_, fhirServer) => {
    let calls = 0;
    const counting: typeof fetch = (...call) => {
      calls++;
      return fetch(...call);
    };
    expect(await fetchOne(fhirServer(), SEARCH, { fetch: counting })).toEqual({
      state: 'failed',
      failure: 'unreachable',
    });
    expect(calls).toBe(0);
    expect(foreignCalls).toBe(0);
  });
});

describe('a patient id of the caller', () => {
  it.each(['1&_count=0', '1/../2', '1#', '1?x', 'Größe 1', '1|2', '%31', '../..'])(
    '"%s" stays one search value',
    async (patientId) => {
      expect(await fetchOne(server.baseUrl, `Observation?patient=${encodeURIComponent(patientId)}`)).toEqual({
        state: 'known-empty',
      });
      const { url = '' } = server.requests[0] ?? {};
      expect([...new URL(url, server.baseUrl).searchParams]).toEqual([['patient', patientId]]);
    },
  );

  it('"1&_count=0" arrives encoded in a read too', async () => {
    expect(await fetchOne(server.baseUrl, `Patient/${encodeURIComponent('1&_count=0')}`)).toEqual({
      state: 'failed',
      failure: 'not-found',
    });
    expect(server.requests[0]?.url).toBe('/fhir/r4/Patient/1%26_count%3D0');
  });

  it.each(['..', '.', '../Observation', '%2e%2e', '..%2fadmin', '1\\2', '%5c'])(
    '"%s" cannot turn a read into another path',
    async (patientId) => {
      for (const id of [patientId, encodeURIComponent(patientId)]) {
        expect(await fetchOne(server.baseUrl, `Patient/${id}`)).toEqual({
          state: 'failed',
          failure: 'unreachable',
        });
      }
      expect(server.requests).toEqual([]);
    },
  );

  it.each([
    '',
    '/Patient/1',
    '//evil.example/Patient/1',
    'https://evil.example/Patient/1',
    'Patient',
    'Patient/1/$everything',
    '$export',
    '?_type=Patient',
    'Observation?patient=1#x',
  ])('and a query "%s" that is neither a read nor a search is not sent', async (query) => {
    expect(await fetchOne(server.baseUrl, query)).toEqual({ state: 'failed', failure: 'unreachable' });
    expect(server.requests).toEqual([]);
  });
});
