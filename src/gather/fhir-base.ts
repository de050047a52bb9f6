import { isLoopback } from '../loopback.js';

/**
 * Where a call may take a bearer token. `fhirServer` is chosen by the caller, so it is
 * compared as a parsed URL with the bases the operator registered; otherwise the service
 * would fetch whatever a caller points at, and hand over the token (CDS Hooks risk
 * assessment R4, R11, R17).
 */

/**
 * Spellings that servers, proxies and URL parsers read differently: whitespace and
 * control characters (dropped by the parser), backslashes (turned into slashes), userinfo,
 * and percent-encoded dots, slashes, backslashes and percent signs.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const AMBIGUOUS = /[\s\u0000-\u001f\u007f\\@]|%(?:2e|2f|5c|25)/i;
const DOT_SEGMENT = /\/\.{1,2}(?=\/|$)/;

/** A FHIR base as it may be contacted, or `undefined` if the text is not one, or not safely one. */
export function parseFhirBase(text: string): URL | undefined {
  if (AMBIGUOUS.test(text) || DOT_SEGMENT.test(text) || /[?#]/.test(text)) return undefined;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const encrypted = url.protocol === 'https:';
  return encrypted || (url.protocol === 'http:' && isLoopback(url)) ? url : undefined;
}

/**
 * Whether the service may contact `fhirServer` for a caller whose registered bases are
 * `allowedBases`: same scheme, host and port, and a path equal to or below a base's path.
 */
export function isAllowedFhirBase(fhirServer: string, allowedBases: readonly string[]): boolean {
  const asked = parseFhirBase(fhirServer);
  if (asked === undefined) return false;
  return allowedBases.some((allowed) => {
    const base = parseFhirBase(allowed);
    return base !== undefined && isWithinBase(asked, base);
  });
}

/**
 * Whether a URL stays on a FHIR base: what a `next` link or an absolute reference must do
 * before the token goes there.
 */
export function isWithinBase(url: URL, base: URL): boolean {
  if (url.origin !== base.origin || url.username !== '' || url.password !== '') return false;
  if (AMBIGUOUS.test(url.pathname)) return false;
  const path = withoutTrailingSlash(url.pathname);
  const basePath = withoutTrailingSlash(base.pathname);
  return path === basePath || path.startsWith(`${basePath}/`);
}

/** `base` with a path below it, e.g. `Patient/1`. */
export function belowBase(base: URL, relative: string): URL {
  return new URL(`${base.origin}${withoutTrailingSlash(base.pathname)}/${relative}`);
}

function withoutTrailingSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
