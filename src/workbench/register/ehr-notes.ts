import { type Html, html } from '../../report/html.js';
import { copyable } from './copyable.js';

/** What differs from EHR to EHR, as far as it is public. */
export function ehrNotes(baseUrl: string): Html {
  const discovery = `${baseUrl}/cds-services`;
  return html`<h3>Epic</h3>
<ul>
<li>Epic does not read discovery: an analyst types the service URL and the prefetch queries into the advisory record. Keep the key names above; other keys are ignored.</li>
<li>Set <code>profile: epic</code> in the registry: one action per suggestion, <code>selectionBehavior: any</code>, code systems by the OIDs that Epic knows.</li>
<li>Epic takes dose and frequency of an offered order from the hospital’s own build. Add preference-list codes under <code>orders</code> of the site file; the description that is shown names drug, dose and route.</li>
<li><code>iss</code> is the organization’s FHIR base, <code>aud</code> is typed in by hand: give the service URL. Pin the <code>jku</code> seen at installation as <code>jwksUrl</code>. Production and non-production each have their own pair.</li>
<li>Feedback comes at once or in batches, with <code>overrideReasons</code>; both are accepted. Overrides are remembered by <code>source.topic.code</code>, which never changes.</li>
</ul>
<h3>CDS Hooks Sandbox</h3>
<p>Point it at a service in open mode. Its drug list holds no injectables, so only <code>patient-view</code> shows cards in it. Never register its issuer in production: its private key is public.</p>
${copyable('Sandbox address', `https://sandbox.cds-hooks.org/?serviceDiscoveryURL=${encodeURIComponent(discovery)}`)}
<h3>Oracle Health</h3>
<p>The only public documentation is a draft of 2021. There <code>iss</code> is <code>https://cds-hooks.cerner.com</code>, and the list of valid <code>jku</code> is at <code>https://authorization.cerner.com/jwk</code>. Confirm both with the team before you register them.</p>
<h3>Any other</h3>
<ul>
<li>Give them the discovery URL, the audience and the scopes above; ask for issuer, JWKS URL, FHIR base and tenants.</li>
<li>A quick check without an EHR: paste a call they have recorded under <em>What would I see?</em>; the table there names every key that did not come.</li>
</ul>
${copyable('A first call', `curl -s ${discovery}`)}`;
}
