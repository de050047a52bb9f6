import { describe, expect, it } from '@jest/globals';
import { isAllowedFhirBase, isWithinBase, parseFhirBase } from '../../src/gather/fhir-base.js';

const REGISTERED = [
  'https://ehr.example.org/fhir/r4',
  'https://[2001:db8::1]/fhir',
  'http://127.0.0.1:8080/fhir',
];

describe('a fhirServer that lies on a registered base', () => {
  it.each([
    ['as registered', 'https://ehr.example.org/fhir/r4'],
    ['with a trailing slash', 'https://ehr.example.org/fhir/r4/'],
    ['with the default port written out', 'https://ehr.example.org:443/fhir/r4'],
    ['in other letter case of scheme and host', 'HTTPS://EHR.Example.ORG/fhir/r4'],
    ['below the base', 'https://ehr.example.org/fhir/r4/tenant-a'],
    ['IPv6 written at length', 'https://[2001:0db8:0:0:0:0:0:1]/fhir'],
    ['a registered address in decimal', 'http://2130706433:8080/fhir'],
    ['a registered address in octal', 'http://0177.0.0.1:8080/fhir'],
  ])('is allowed %s', (_, fhirServer) => {
    expect(isAllowedFhirBase(fhirServer, REGISTERED)).toBe(true);
  });
});

describe('a fhirServer that only looks like a registered base', () => {
  it.each([
    ['another host', 'https://evil.example/fhir/r4'],
    ['the registered host as a subdomain', 'https://ehr.example.org.evil.example/fhir/r4'],
    ['the registered host as userinfo', 'https://ehr.example.org@evil.example/fhir/r4'],
    ['the registered host as userinfo with a password', 'https://ehr.example.org:443@evil.example/fhir/r4'],
    ['userinfo before the registered host', 'https://someone@ehr.example.org/fhir/r4'],
    ['empty userinfo', 'https://@ehr.example.org/fhir/r4'],
    ['a backslash', 'https://ehr.example.org\\@evil.example/fhir/r4'],
    ['the registered host in the fragment', 'https://evil.example#ehr.example.org/fhir/r4'],
    ['the registered base in the query', 'https://evil.example/?https://ehr.example.org/fhir/r4'],
    ['a query', 'https://ehr.example.org/fhir/r4?x'],
    ['an empty query', 'https://ehr.example.org/fhir/r4?'],
    ['a fragment', 'https://ehr.example.org/fhir/r4#'],
    ['no encryption', 'http://ehr.example.org/fhir/r4'],
    ['another port', 'https://ehr.example.org:8443/fhir/r4'],
    ['a path that merely starts alike', 'https://ehr.example.org/fhir/r4-private'],
    ['a path above', 'https://ehr.example.org/fhir'],
    ['dot segments', 'https://ehr.example.org/fhir/r4/../../admin'],
    ['dot segments that come back', 'https://ehr.example.org/admin/../fhir/r4'],
    ['encoded dot segments', 'https://ehr.example.org/fhir/r4/%2e%2e/admin'],
    ['an encoded slash', 'https://ehr.example.org/fhir/r4/..%2fadmin'],
    ['a doubly encoded slash', 'https://ehr.example.org/fhir/r4/..%252fadmin'],
    ['a line break', 'https://ehr.example.org/fhir/r4\n.evil.example'],
    ['a trailing dot of the host name', 'https://ehr.example.org./fhir/r4'],
    ['the cloud metadata address', 'http://169.254.169.254/fhir'],
    ['the cloud metadata address in decimal', 'http://2852039166/fhir'],
    ['an IPv4 address mapped into IPv6', 'http://[::ffff:127.0.0.1]:8080/fhir'],
    ['another scheme', 'file:///fhir/r4'],
    ['no URL', 'ehr.example.org/fhir/r4'],
    ['nothing', ''],
  ])('is refused: %s', (_, fhirServer) => {
    expect(isAllowedFhirBase(fhirServer, REGISTERED)).toBe(false);
  });

  it('is refused when no base is registered', () => {
    expect(isAllowedFhirBase('https://ehr.example.org/fhir/r4', [])).toBe(false);
  });

  it('is refused although a malformed base was registered', () => {
    expect(isAllowedFhirBase('https://ehr.example.org/fhir', ['https://ehr.example.org/fhir?', 'ehr'])).toBe(
      false,
    );
  });
});

describe('a base at the root of a host', () => {
  it.each(['https://ehr.example.org', 'https://ehr.example.org/', 'https://ehr.example.org/any/path'])(
    'allows %s',
    (fhirServer) => expect(isAllowedFhirBase(fhirServer, ['https://ehr.example.org/'])).toBe(true),
  );
});

it('http without TLS may go to a loopback address only', () => {
  expect(parseFhirBase('http://localhost:8080/fhir')?.href).toBe('http://localhost:8080/fhir');
  expect(parseFhirBase('http://ehr.example.org/fhir')).toBeUndefined();
});

describe('a link of the server', () => {
  const base = new URL('https://ehr.example.org/fhir/r4');

  it.each([
    ['https://ehr.example.org/fhir/r4?_getpages=1', true],
    ['https://ehr.example.org/fhir/r4/Observation?page=2', true],
    ['https://ehr.example.org/fhir/r4/Observation?cursor=a%2Fb%40c', true],
    ['https://someone@ehr.example.org/fhir/r4/Observation', false],
    ['https://:secret@ehr.example.org/fhir/r4/Observation', false],
    ['https://ehr.example.org/fhir/r4/../../admin', false],
    ['https://ehr.example.org/fhir/r4/..%2f..%2fadmin', false],
    ['https://ehr.example.org/fhir/r44', false],
    ['http://ehr.example.org/fhir/r4/Observation', false],
  ])('%s stays on the base: %s', (link, stays) => {
    expect(isWithinBase(new URL(link), base)).toBe(stays);
  });
});
