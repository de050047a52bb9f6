import type { Resource } from '../../fhir/resource.js';
import type { GivenProblem } from '../../given-call/given.js';
import type { JsonFault } from '../../given-call/json-fault.js';
import { sourceOf } from '../../picture/source.js';
import { type Html, html } from '../../report/html.js';
import { HOOKS, type HookName } from '../../request/hook-request.js';
import { cardList } from '../card-view.js';
import { chartView, patientLine } from '../chart/chart-view.js';
import { NOTHING, type Page } from '../page.js';
import type { SitePaths } from '../site-paths.js';
import type { Explained, Explanation, KeyState } from './explained.js';
import { anchorOf, whyList } from './why-view.js';

/** What was entered, shown again beside its answer. */
export interface Entered {
  readonly text: string;
  readonly hook: HookName;
  readonly on: string;
}

export type Answered =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'problem'; readonly problem: GivenProblem }
  | { readonly kind: 'answer'; readonly explanation: Explanation; readonly notes: readonly string[] };

/** Paste a call or a record; read the cards, and why every other card kept silent. */
export function explainPage(
  entered: Entered,
  answered: Answered,
  example: string | undefined,
  paths: SitePaths,
): Page {
  return {
    part: 'what-would-i-see',
    title: answered.kind === 'problem' ? 'What would I see? Cannot be read' : 'What would I see?',
    content: html`<div class="ask">
<h1>What would I see?</h1>
<p class="lead">Paste a hook request or a FHIR R4 Bundle, or drop a file. You get the cards, and for every card of the deck why it spoke, kept silent or could not tell. <strong>Nothing is stored</strong>: no journal entry, no log of what you paste, no call to any FHIR server.</p>
${pasteForm(entered, answered, example, paths)}
</div>
<div id="result" class="result" tabindex="-1">${answerView(answered, paths)}</div>`,
  };
}

function pasteForm(
  { text, hook, on }: Entered,
  answered: Answered,
  example: string | undefined,
  paths: SitePaths,
): Html {
  const fault = answered.kind === 'problem' ? answered.problem.fault : undefined;
  const invalid =
    answered.kind === 'problem' ? html`aria-invalid="true" aria-describedby="problem"` : NOTHING;
  const offset = fault === undefined ? NOTHING : html`data-fault="${fault.offset}"`;
  return html`<form class="paste" method="post" action="${paths.whatWouldISee}#result" data-paste>
<label for="pasted">Hook request or Bundle (JSON)</label>
<textarea id="pasted" name="text" rows="12" spellcheck="false" autocomplete="off" autocapitalize="off" required ${invalid} ${offset}>
${text}</textarea>
<div class="row">
<label class="file">File <input type="file" accept=".json,application/json,application/fhir+json" data-file></label>
<label>Hook, for a Bundle <select name="hook">${HOOKS.map((name) => html`<option ${name === hook ? html`selected` : NOTHING}>${name}</option>`)}</select></label>
<label>Judged as on <input type="date" name="on" value="${on}" required></label>
<button type="submit" class="primary">Show the cards</button>
${example === undefined ? NOTHING : html`<button type="button" data-example="${example}">Fill in an example</button>`}
</div>
</form>`;
}

function answerView(answered: Answered, paths: SitePaths): Html {
  switch (answered.kind) {
    case 'nothing':
      return NOTHING;
    case 'problem':
      return problemView(answered.problem);
    case 'answer':
      return explanationView(answered.explanation, answered.notes, paths);
  }
}

function problemView({ text, items, fault }: GivenProblem): Html {
  return html`<section class="problem" id="problem" role="alert"><h2>Cannot be read</h2>
<p>${text}</p>
${fault === undefined ? NOTHING : faultView(fault)}
${items.length === 0 ? NOTHING : html`<ul>${items.map(({ place, text: what }) => html`<li>${place === '' ? NOTHING : html`<code>${place}</code> `}${what}</li>`)}</ul>`}
</section>`;
}

function faultView({ excerpt, mark, line }: JsonFault): Html {
  const at = excerpt.slice(mark, mark + 1);
  return html`<pre class="excerpt"><span class="line">${line}</span>${excerpt.slice(0, mark)}<mark>${at === '' ? '⏎' : at}</mark>${excerpt.slice(mark + 1)}</pre>`;
}

function explanationView(explanation: Explanation, notes: readonly string[], paths: SitePaths): Html {
  if (explanation.kind === 'refused') {
    return html`<section class="problem" role="alert"><h2>The service would answer ${explanation.status}</h2><p>${explanation.text}</p></section>${keyTable(explanation.keys)}`;
  }
  return explainedView(explanation, notes, paths);
}

function explainedView(explained: Explained, notes: readonly string[], paths: SitePaths): Html {
  const { request, judgement, chart, whys, keys, resources } = explained;
  const { cards } = judgement;
  return html`${notes.map((note) => html`<p class="note">${note}</p>`)}
<div class="encounter">
<section class="cards-panel" aria-labelledby="cards-heading"><h2 id="cards-heading">${cards.length} ${cards.length === 1 ? 'card' : 'cards'} <span class="quiet">at ${request.hook}</span></h2>
${cardList(cards, 'read', paths)}</section>
<section class="chart-panel" aria-labelledby="chart-heading"><h2 id="chart-heading">Facts <span class="quiet">${patientLine(chart)}</span></h2>
${chartView(chart)}</section>
</div>
<section aria-labelledby="why-heading"><h2 id="why-heading">Why</h2>
${whyList(whys, paths)}</section>
${keyTable(keys)}
${resources.length === 0 ? NOTHING : html`<section class="resources" aria-labelledby="resources-heading"><h2 id="resources-heading">The resources behind the facts</h2>${resources.map(resourceView)}</section>`}`;
}

function keyTable(keys: readonly KeyState[]): Html {
  return html`<section aria-labelledby="keys-heading"><h2 id="keys-heading">What came with the call</h2>
<table class="keys"><thead><tr><th scope="col">Prefetch key</th><th scope="col">Asks for</th><th scope="col">Came</th></tr></thead><tbody>${keys.map(({ key, name, words, isGap }) => html`<tr class="${isGap ? 'gap' : 'known'}"><th scope="row"><code>${key}</code></th><td>${name}</td><td>${words}</td></tr>`)}</tbody></table></section>`;
}

function resourceView(resource: Resource): Html {
  const reference = sourceOf(resource);
  return html`<details id="${anchorOf(reference)}"><summary>${reference}</summary><pre tabindex="0">${JSON.stringify(resource, null, 2)}</pre></details>`;
}
