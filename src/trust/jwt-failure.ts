/**
 * Why a call was not let in. Never told to the caller, who gets a bare 401 (CDS Hooks best
 * practices); logged and counted for the operator. A closed union: each is a metric label.
 */
export const JWT_FAILURES = [
  'missing', // no bearer token at all
  'too-large',
  'malformed', // no JWT, or a required claim is missing or of the wrong type
  'wrong-type', // `typ` is not JWT: a token made for something else
  'unknown-issuer',
  'algorithm-not-allowed',
  'foreign-jku', // names a key set other than the registered one
  'missing-key-id',
  'wrong-audience',
  'expired',
  'not-yet-valid',
  'issued-in-future',
  'lifetime-too-long',
  'wrong-tenant',
  'unknown-key',
  'key-mismatch', // the key of that id is for another algorithm
  'keys-unavailable',
  'bad-signature',
  'replayed',
  'replay-store-unavailable',
] as const;

export type JwtFailure = (typeof JWT_FAILURES)[number];
