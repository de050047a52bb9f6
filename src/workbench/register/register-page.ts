import type { Deck } from '../../deck/deck.js';
import { neededTypes, scopesOf } from '../../deck/needed-types.js';
import { isLoopback } from '../../loopback.js';
import { type Html, html } from '../../report/html.js';
import type { ServiceDescription } from '../../request/hook-response.js';
import { CLOCK_SKEW_S, MAX_LIFETIME_S } from '../../trust/client-claims.js';
import type { EhrRegistry } from '../../trust/ehr-registry.js';
import { SIGNING_ALGORITHMS } from '../../trust/signing-algorithm.js';
import { NOTHING, type Page } from '../page.js';
import { copyable } from './copyable.js';
import { ehrNotes } from './ehr-notes.js';

export interface Registration {
  readonly deck: Deck;
  readonly services: readonly ServiceDescription[];
  readonly baseUrl: string;
  readonly mode: EhrRegistry['mode'];
}

/** What to hand to the team of an EHR, and what to ask them for. */
export function registerPage(registration: Registration): Page {
  const { services, baseUrl, mode, deck } = registration;
  return {
    part: 'register',
    title: 'Register',
    content: html`<nav class="contents" aria-label="On this page"><ol>
<li><a href="#services">Services</a></li><li><a href="#jwt">Tokens</a></li><li><a href="#access">FHIR access</a></li><li><a href="#registry">Registry entry</a></li>${services.map(({ id, hook }) => html`<li><a href="#${id}">Prefetch: ${hook}</a></li>`)}<li><a href="#ehrs">EHRs</a></li>
</ol></nav>
<div class="register-body">
<h1>Register</h1>
<p class="lead">What to hand to the team of an EHR. All of it is this service’s own, as it runs now.</p>
${warnings(baseUrl, mode)}
<section aria-labelledby="services"><h2 id="services">Services</h2>
<p>CDS Hooks 2.0 over HTTPS, JSON. Discovery:</p>${copyable('Discovery', `${baseUrl}/cds-services`)}
${services.map((service) => serviceView(service, baseUrl))}
</section>
${tokens(services, baseUrl)}
${access(deck)}
${registry()}
<section aria-labelledby="prefetch"><h2 id="prefetch">Prefetch</h2>
<p>Send every key: with full prefetch the service makes no call to the EHR, except to read a <code>Medication/x</code> that an order or a medication on record only refers to. Send <code>null</code> for “we have none”: that is a fact, a missing key is not. A key that is left out is read with the lent token; if there is none, a card says what could not be checked.</p>
${services.map((service) => prefetchView(service, deck))}
</section>
<section aria-labelledby="ehrs"><h2 id="ehrs">EHRs</h2>${ehrNotes(baseUrl)}</section>
</div>`,
  };
}

function warnings(baseUrl: string, mode: EhrRegistry['mode']): Html {
  const url = new URL(baseUrl);
  return html`${mode === 'open' ? html`<p class="note"><strong>Open mode.</strong> No registry of EHRs (<code>EHRS_FILE</code>): whoever reaches this service on this machine is answered, without a token. For trying out only.</p>` : NOTHING}${
    isLoopback(url)
      ? html`<p class="note"><strong>A local address.</strong> The URLs below are of this machine; set <code>BASE_URL</code> to the URL under which EHRs will call.</p>`
      : url.protocol === 'http:'
        ? html`<p class="note"><strong>Not encrypted.</strong> <code>BASE_URL</code> begins with http: patient data must travel by https.</p>`
        : NOTHING
  }`;
}

function serviceView(
  { id, hook, title, description, usageRequirements }: ServiceDescription,
  baseUrl: string,
): Html {
  return html`<div class="service"><h3>${title} <span class="quiet">${hook}</span></h3><p>${description}${usageRequirements === undefined ? NOTHING : html` <span class="quiet">${usageRequirements}</span>`}</p>
${copyable(`Service URL, ${hook}`, `${baseUrl}/cds-services/${id}`)}${copyable(`Feedback URL, ${hook}`, `${baseUrl}/cds-services/${id}/feedback`)}</div>`;
}

function tokens(services: readonly ServiceDescription[], baseUrl: string): Html {
  const example = services[0]?.id ?? '';
  const lines: readonly (readonly [string, Html])[] = [
    ['header', html`<code>Authorization: Bearer</code> and a JWT, new for every call`],
    [
      'alg',
      html`${SIGNING_ALGORITHMS.join(', ')}; ES384 or RS384 recommended. No HMAC, no <code>none</code>`,
    ],
    ['kid', html`names a key of the JWKS that is registered here; RSA keys have 2048 bits or more`],
    ['jku', html`if sent, exactly the registered JWKS URL; any other is never followed`],
    ['iss', html`the registered issuer, character by character`],
    [
      'aud',
      html`the exact URL called, such as <code>${baseUrl}/cds-services/${example}</code>; for feedback its own URL or the service’s`,
    ],
    [
      'exp, iat',
      html`seconds since 1970, at most ${MAX_LIFETIME_S / 60} minutes apart; clocks may differ by ${CLOCK_SKEW_S} seconds`,
    ],
    ['jti', html`unique: a token is good for one call`],
    ['tenant', html`if tenants are registered, one of them`],
  ];
  return html`<section aria-labelledby="jwt"><h2 id="jwt">Tokens</h2><dl class="claims">${lines.map(([name, text]) => html`<div><dt><code>${name}</code></dt><dd>${text}</dd></div>`)}</dl>
<p>Any failure is a bare 401; the reason is in the log and in <code>/metrics</code>.</p></section>`;
}

function access(deck: Deck): Html {
  const types = neededTypes(deck);
  const optional = types.filter(({ isOptional }) => isOptional).map(({ type }) => type);
  return html`<section aria-labelledby="access"><h2 id="access">FHIR access</h2>
<p>FHIR R4, read only; needed for keys that prefetch leaves out. ${optional.length === 0 ? '' : `Used where they exist, not missed otherwise: ${optional.join(', ')}.`}</p>
${copyable('Scopes, SMART App Launch 2', scopesOf(types, 'rs'))}${copyable('Scopes, SMART App Launch 1', scopesOf(types, 'read'))}</section>`;
}

const REGISTRY_ENTRY = `ehrs:
  - name: General Hospital
    issuer: https://ehr.example.org            # iss of its tokens
    jwksUrl: https://ehr.example.org/jwks.json # or jwks: { keys: [...] }
    algorithms: [ES384, RS384]
    fhirBases: [https://ehr.example.org/fhir/r4]
    tenants: [north, south]                    # optional
    profile: default                           # or epic
`;

function registry(): Html {
  return html`<section aria-labelledby="registry"><h2 id="registry">Registry entry</h2>
<p>Ask the EHR’s team for their issuer, JWKS URL, FHIR base and tenants. They go into the file that <code>EHRS_FILE</code> names:</p>
${copyable('Registry entry', REGISTRY_ENTRY)}</section>`;
}

function prefetchView({ id, hook, prefetch = {} }: ServiceDescription, { source }: Deck): Html {
  const keys = Object.entries(prefetch);
  return html`<section aria-labelledby="${id}" class="prefetch"><h3 id="${id}">${id} <span class="quiet">${hook}, ${keys.length} keys</span></h3>
<details><summary>Key by key</summary>${keys.map(([key, template]) => html`<div class="key"><h4><code>${key}</code> <span class="quiet">${source.definitions.queries[key]?.name ?? ''}${source.definitions.queries[key]?.supplementary ? ', optional' : ''}</span></h4>${copyable(`${key}, ${hook}`, template)}</div>`)}</details>
<details><summary>All as JSON</summary>${copyable(`Prefetch of ${hook}`, JSON.stringify(prefetch, null, 2))}</details></section>`;
}
