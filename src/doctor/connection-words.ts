import type { Observation } from './observed-fetch.js';

/** Why nothing could be reached, and what to do about it. */
export interface ConnectionWords {
  readonly finding: string;
  readonly mend: string;
}

const FIREWALL = 'open the way from this host to it, in firewalls and proxies';

const BY_CODE: Readonly<Record<string, ConnectionWords>> = {
  ENOTFOUND: {
    finding: 'its name cannot be resolved',
    mend: 'correct the URL in the registry, or the DNS of this host',
  },
  EAI_AGAIN: {
    finding: 'its name cannot be resolved now',
    mend: 'mend the DNS of this host',
  },
  ECONNREFUSED: {
    finding: 'the connection is refused',
    mend: `correct the port in the registry, or ${FIREWALL}`,
  },
  ECONNRESET: { finding: 'the connection is broken off', mend: FIREWALL },
  CERT_HAS_EXPIRED: {
    finding: 'its TLS certificate has expired',
    mend: 'ask the EHR team for a new certificate',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    finding: 'its TLS certificate is for another name',
    mend: 'use the name of the certificate in the registry, or ask the EHR team for another certificate',
  },
};

/** A hospital's own authority signs most certificates inside it. */
const UNKNOWN_AUTHORITY: ConnectionWords = {
  finding: 'its TLS certificate is of an authority this host does not know',
  mend: "set NODE_EXTRA_CA_CERTS to the hospital's root certificate, here and for the service",
};

const AUTHORITY_CODES = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

/** The failure of a connection in words, with whom to ask: most are outside this service. */
export function connectionWords({ errorCode = '' }: Observation): ConnectionWords {
  if (AUTHORITY_CODES.includes(errorCode)) return UNKNOWN_AUTHORITY;
  return (
    BY_CODE[errorCode] ?? {
      finding: `there is no connection${errorCode === '' ? '' : ` (${errorCode})`}`,
      mend: FIREWALL,
    }
  );
}
