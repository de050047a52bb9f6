import { parseFhirBase } from '../gather/fhir-base.js';
import { isLoopback } from '../loopback.js';

/** A kind of URL in the registry: what it accepts, and what to tell an operator whose value it refuses. */
interface UrlFormat {
  readonly accepts: (text: string) => boolean;
  readonly demand: string;
}

/** `http:` only on loopback: keys and tokens must not travel where they can be read or replaced. */
const SECURE = 'an https: URL (http: is accepted only on a loopback address)';

/** The formats named in the registry's schema. */
export const REGISTRY_FORMATS: Readonly<Record<'issuer' | 'jwksUrl' | 'fhirBase', UrlFormat>> = {
  // `iss` is a URI that is only compared, so any scheme but a plain http: one will do.
  issuer: {
    accepts: (text) =>
      !/\s/.test(text) && URL.canParse(text) && (new URL(text).protocol !== 'http:' || isLoopback(text)),
    demand: 'must be the URI in the "iss" of the EHR\'s tokens; http: is accepted only on a loopback address',
  },
  jwksUrl: {
    accepts: (text) => {
      if (!URL.canParse(text) || /[\s\\#]/.test(text)) return false;
      const url = new URL(text);
      if (url.username !== '' || url.password !== '') return false;
      return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
    },
    demand: `must be ${SECURE} without user name or fragment`,
  },
  fhirBase: {
    accepts: (text) => parseFhirBase(text) !== undefined,
    demand: `must be ${SECURE} without user name, query, fragment, ".." or encoded slashes`,
  },
};
