import type { CompiledCard } from '../../deck/card.js';
import type { CaseDefinition, SuggestionDefinition } from '../../deck/card-definition.js';
import type { Deck } from '../../deck/deck.js';
import { onOneLine } from '../../fhir/expression-tree.js';
import { type Html, html } from '../../report/html.js';
import { cardExample } from '../../stories/card-example.js';
import { cardView, indicatorBadge, sourceLink } from '../card-view.js';
import { NOTHING } from '../page.js';
import type { SitePaths } from '../site-paths.js';
import type { StoryShelf } from '../stories/story-shelf.js';
import { definitionAt, factSource, limitsIn } from './fact-source.js';
import { spokenText } from './spoken-text.js';

/** One card as a reviewer reads it: when it speaks, what it says, what it rests on, how it looks. */
export function cardArticle(card: CompiledCard, deck: Deck, shelf: StoryShelf, paths: SitePaths): Html {
  const { definition } = card;
  return html`<article class="definition" id="${definition.id}" data-definition>
<header><h2>${definition.title}</h2><p class="quiet"><code>${definition.id}</code> ${gravest(definition.cases)} at ${definition.hooks.join(', ')}${definition.afterTreatment ? '; on the chart also after treatment' : ''}</p></header>
<p>${definition.rationale}</p>
${definition.article === undefined ? NOTHING : html`<blockquote>${definition.article}</blockquote>`}
<p><span class="label">Source</span> ${sourceLink(definition.source)}</p>
${exampleOf(card, deck, shelf, paths)}
<h3>When it speaks</h3>
${definition.applies === undefined ? NOTHING : html`<p>Only where <code>${onOneLine(definition.applies)}</code></p>`}
<ol class="cases">${definition.cases.map((one) => caseView(one, deck))}</ol>
${definition.detail === undefined ? NOTHING : html`<details><summary>Text of every case</summary>${cardText(definition.detail, deck)}</details>`}
${offers(definition.suggestions ?? [])}
${numbers(card, deck)}
${reads(card, deck)}
${manners(card)}
${examples(card, shelf, paths)}
</article>`;
}

function gravest(cases: readonly CaseDefinition[]): Html {
  const used = (['critical', 'warning', 'info'] as const).filter((indicator) =>
    cases.some(
      (one) => one.indicator === indicator || Object.values(one.indicatorAt ?? {}).includes(indicator),
    ),
  );
  return html`${used.map(indicatorBadge)}`;
}

function caseView({ when, indicator, indicatorAt, summary, detail }: CaseDefinition, deck: Deck): Html {
  const elsewhere = Object.entries(indicatorAt ?? {}).map(
    ([hook, as]) => html` <span class="quiet">at ${hook}</span> ${indicatorBadge(as)}`,
  );
  return html`<li>${indicatorBadge(indicator)}${elsewhere} <span class="says">${spokenText(summary, deck.source.definitions)}</span>
<div class="when"><span class="label">when</span> <code>${onOneLine(when)}</code></div>
${detail === undefined ? NOTHING : html`<details><summary>Its text</summary>${cardText(detail, deck)}</details>`}</li>`;
}

/** As written, line by line: a line whose facts all have nothing to say is left out of a card. */
function cardText(text: string, { source }: Deck): Html {
  return html`<div class="text">${spokenText(text, source.definitions)}</div>`;
}

function offers(suggestions: readonly SuggestionDefinition[]): Html {
  if (suggestions.length === 0) return NOTHING;
  return html`<h3>What it offers</h3><ul>${suggestions.map(({ label, when, unless, recommended }) => html`<li>${label}${recommended ? ' (recommended)' : ''}${when === undefined ? NOTHING : html`<div class="when"><span class="label">when</span> <code>${onOneLine(when)}</code></div>`}${unless === undefined ? NOTHING : html`<div class="when"><span class="label">unless</span> <code>${onOneLine(unless)}</code></div>`}</li>`)}</ul>`;
}

function numbers({ definition, facts }: CompiledCard, deck: Deck): Html {
  const { definitions } = deck.source;
  const own = limitsIn(definition, definitions.limits);
  const behind = facts.flatMap((path) => limitsIn(definitionAt(path, definitions), definitions.limits));
  const names = [...new Set([...own, ...behind])];
  if (names.length === 0) return NOTHING;
  return html`<h3>Its numbers</h3><div class="scroll" tabindex="0" role="region" aria-label="Numbers of ${definition.title}"><table class="numbers"><thead><tr><th scope="col">Number</th><th scope="col">Value</th><th scope="col">Source</th></tr></thead><tbody>${names.map((name) => limitRow(name, deck))}</tbody></table></div>`;
}

function limitRow(name: string, { source, siteChanges }: Deck): Html {
  const limit = source.definitions.limits[name];
  if (!limit) return NOTHING;
  const isChanged = siteChanges.some((change) => change.startsWith(`limit ${name}:`));
  return html`<tr class="${isChanged ? 'changed' : 'deck'}"><th scope="row"><code>${name}</code></th><td>${limit.value} ${limit.unit}</td><td>${isChanged ? html`<strong>This site. </strong>` : NOTHING}${limit.source}</td></tr>`;
}

function reads({ facts }: CompiledCard, { source }: Deck): Html {
  const known = [...new Set(facts)].flatMap((path) => factSource(path, source.definitions) ?? []);
  if (known.length === 0) return NOTHING;
  return html`<details><summary>What it reads (${known.length})</summary><ul class="reads">${known.map(({ path, name, from }) => html`<li><strong>${name}</strong> <code>${path}</code><br><span class="quiet">${from}</span></li>`)}</ul></details>`;
}

function manners({ definition, overrideReasons }: CompiledCard): Html {
  const hidden = [...(definition.hides ?? []), ...definition.cases.flatMap(({ hides: own = [] }) => own)];
  const hides = hidden.map((one) => (typeof one === 'string' ? one : one.card));
  return html`${overrideReasons.length === 0 ? NOTHING : html`<p><span class="label">Reasons to override</span> ${overrideReasons.map(({ display }) => display).join('; ')}</p>`}
${hides.length === 0 ? NOTHING : html`<p><span class="label">Silences</span> ${[...new Set(hides)].map((id) => html`<a href="#${id}">${id}</a> `)}</p>`}`;
}

const EXPECT_WORDS = { fires: 'speaks', silent: 'silent', 'cannot-tell': 'cannot tell' } as const;

function examples({ definition }: CompiledCard, shelf: StoryShelf, paths: SitePaths): Html {
  return html`<details><summary>Its examples, which are its tests (${definition.examples.length})</summary><ul class="examples">${definition.examples.map(
    ({ story, hook, expect, indicator, because }) => {
      const where = hook ?? shelf.find(story)?.hooks.find((one) => definition.hooks.includes(one));
      const name = shelf.find(story)
        ? html`<a href="${paths.story(story, where)}">${story}</a>`
        : html`${story}`;
      return html`<li><span class="expect ${expect}">${EXPECT_WORDS[expect]}</span> ${name}${hook === undefined ? '' : ` at ${hook}`}${indicator === undefined ? '' : `, ${indicator}`}${because === undefined ? '' : `: ${because}`}</li>`;
    },
  )}</ul></details>`;
}

function exampleOf(card: CompiledCard, deck: Deck, shelf: StoryShelf, paths: SitePaths): Html {
  const example = cardExample(deck, shelf.find, card);
  if (!example) return NOTHING;
  const { story, hook } = example;
  return html`<figure>${cardView(example.card, 0, 'read', paths)}<figcaption>For <a href="${paths.story(story.name, hook)}">${story.title}</a>, at ${hook}</figcaption></figure>`;
}
