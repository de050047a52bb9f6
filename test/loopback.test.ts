import { describe, expect, it } from '@jest/globals';
import { isLoopback, isLoopbackHost } from '../src/loopback.js';

describe('a loopback address', () => {
  it.each([
    'http://localhost:3000/fhir',
    'http://127.0.0.1/fhir',
    'http://127.8.9.10:80/fhir',
    'http://[::1]:3000/fhir',
    'http://[0:0:0:0:0:0:0:1]/fhir',
    'http://2130706433/fhir',
    'http://0x7f000001/fhir',
    'http://0177.0.0.1/fhir',
    'http://127.1/fhir',
  ])('is %s', (url) => expect(isLoopback(url)).toBe(true));

  it.each([
    'http://0.0.0.0/fhir',
    'http://[::]/fhir',
    'http://10.0.0.1/fhir',
    'http://169.254.169.254/fhir',
    'http://128.0.0.1/fhir',
    'http://127.0.0.1.evil.example/fhir',
    'http://127.example.org/fhir',
    'http://localhost.evil.example/fhir',
    'http://127.0.0.1@evil.example/fhir',
    'http://[::ffff:127.0.0.1]/fhir',
    'not a url',
  ])('is not %s', (url) => expect(isLoopback(url)).toBe(false));

  it('is also one in a setting, where nothing was parsed', () => {
    for (const host of ['localhost', '127.0.0.1', '127.8.9.10', '::1'])
      expect(isLoopbackHost(host)).toBe(true);
    for (const host of ['0.0.0.0', '::', '10.1.2.3', '127.example.org', ''])
      expect(isLoopbackHost(host)).toBe(false);
  });
});
