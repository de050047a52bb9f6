import { onOneLine } from '../../fhir/expression-tree.js';
import { type Html, html } from '../../report/html.js';
import { NOTHING } from '../page.js';
import type { SitePaths } from '../site-paths.js';
import type { Fate } from './fate.js';
import type { ReadFact } from './read-facts.js';
import type { AskedCondition, Why } from './why.js';

const FATE_WORDS: Readonly<Record<Fate, string>> = {
  shown: 'Spoke',
  'not-shown': 'Held back',
  'cannot-tell': 'Could not tell',
  silent: 'Silent',
  'not-asked': 'Not asked',
};

const TRUTH_WORDS = { yes: 'yes', no: 'no', unknown: 'cannot tell' } as const;
const STATE_WORDS: Readonly<Record<ReadFact['state'], string>> = {
  usable: 'known',
  stale: 'too old',
  absent: 'none on record',
  pending: 'ordered',
  unusable: 'cannot be judged',
  unavailable: 'not known',
};

/** Every card of the deck with its fate; a click shows what it asked and what it read. */
export function whyList(whys: readonly Why[], paths: SitePaths): Html {
  const counts = (Object.keys(FATE_WORDS) as Fate[])
    .map((fate) => ({ fate, count: whys.filter((why) => why.fate === fate).length }))
    .filter(({ count }) => count > 0);
  return html`<p class="fates">${counts.map(({ fate, count }) => html`<span class="fate ${fate}">${FATE_WORDS[fate]}</span> ${count} `)}</p>
<ul class="whys">${whys.map((why) => whyRow(why, paths))}</ul>`;
}

function whyRow({ card, fate, reason, conditions, facts }: Why, paths: SitePaths): Html {
  const head = html`<span class="fate ${fate}">${FATE_WORDS[fate]}</span><span class="which"><strong>${card.title}</strong> <span class="reason">${reason}</span></span>`;
  if (conditions.length === 0 && facts.length === 0)
    return html`<li class="why"><div class="why-head">${head}</div></li>`;
  return html`<li class="why"><details><summary class="why-head">${head}</summary>
<div class="why-body">
<p><a href="${paths.card(card.id)}">${card.id} in the deck</a></p>
${conditions.length === 0 ? NOTHING : html`<table class="conditions"><caption>What it asked</caption><tbody>${conditions.map(conditionRow)}</tbody></table>`}
${facts.length === 0 ? NOTHING : html`<table class="facts"><caption>What it read</caption><thead><tr><th scope="col">Fact</th><th scope="col">State</th><th scope="col">Value or reason</th><th scope="col">From</th></tr></thead><tbody>${facts.map(factRow)}</tbody></table>`}
</div></details></li>`;
}

function conditionRow({ label, text, holds }: AskedCondition): Html {
  return html`<tr class="${holds}"><th scope="row">${label}</th><td class="truth">${TRUTH_WORDS[holds]}</td><td><code>${onOneLine(text)}</code></td></tr>`;
}

function factRow({ path, name, state, shown, sources }: ReadFact): Html {
  const from = sources.map((source) =>
    source.includes('/') ? html`<a href="#${anchorOf(source)}">${source}</a> ` : html`${source} `,
  );
  return html`<tr class="${state}"><th scope="row">${name}<code>${path}</code></th><td>${STATE_WORDS[state]}</td><td>${shown}</td><td class="from">${from}</td></tr>`;
}

/** Where the resource of a reference stands on the page. */
export function anchorOf(reference: string): string {
  return `resource-${reference.replace(/[^\w.-]/g, '-')}`;
}
