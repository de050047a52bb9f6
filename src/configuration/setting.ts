import { IANAZone } from 'luxon';
import { isHttpUrl } from '../http-url.js';
import { isLoopback } from '../loopback.js';
import { isPostgresUrl } from './postgres-url.js';

/** What an environment variable must be instead of what it is. */
export class Misfit {
  constructor(readonly expected: string) {}
}

export type Parse<T> = (text: string) => T | Misfit;

/** Takes any text: a host, a path. */
export function anyText(text: string): string {
  return text;
}

/** Takes a whole number within bounds. */
export function integer(least: number, most: number): Parse<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most
      ? value
      : new Misfit(`a whole number from ${least} to ${most}, not ${quoted(text)}`);
  };
}

/** Takes one of a few words. */
export function oneOf<T extends string>(allowed: readonly T[]): Parse<T> {
  return (text) =>
    allowed.find((value) => value === text) ??
    new Misfit(`one of ${allowed.join(', ')}, not ${quoted(text)}`);
}

/** Takes an IANA time zone. */
export function timeZone(text: string): string | Misfit {
  return IANAZone.isValidZone(text)
    ? text
    : new Misfit(`an IANA time zone such as Europe/Zurich or America/Chicago, not ${quoted(text)}`);
}

// Secrets, and URLs that may hold a password, are not repeated.

/** What a bearer token may consist of, and too long to be guessed. */
export function secret(text: string): string | Misfit {
  return /^[\x21-\x7e]{16,200}$/.test(text)
    ? text
    : new Misfit('16 to 200 letters, digits and signs of ASCII, without spaces');
}

/** Takes the external URL: "aud" is compared with it character by character, so it has one spelling. */
export function baseUrl(text: string): string | Misfit {
  const plain = isHttpUrl(text) && !/[?#@\s]/.test(text) && !text.endsWith('/');
  if (!plain)
    return new Misfit(
      'the absolute URL under which EHRs call the service, without trailing slash, query or user, such as https://cds.example.org/ocrelizumab',
    );
  // CDS Hooks 2.0, "Security and Safety": TLS on every endpoint. It may end before the service; this is what EHRs call.
  return new URL(text).protocol === 'https:' || isLoopback(text)
    ? text
    : new Misfit(
        'an https: URL, even where a proxy takes the TLS off (http: is accepted only on a loopback address): tokens and records would travel unprotected',
      );
}

/** Takes the URL of a database. */
export function postgresUrl(text: string): string | Misfit {
  return isPostgresUrl(text) ? text : new Misfit('a URL such as postgres://user:password@host:5432/database');
}

/** Takes "*" or a list of origins, each as browsers send it. */
export function origins(text: string): '*' | readonly string[] | Misfit {
  if (text === '*') return '*';
  const listed = text.split(',').map((origin) => origin.trim());
  return listed.every((origin) => isHttpUrl(origin) && new URL(origin).origin === origin)
    ? listed
    : new Misfit(
        '"*" or a comma-separated list of origins (scheme, host and port, nothing after), such as https://ehr.example.org',
      );
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
