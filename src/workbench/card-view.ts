import { type Html, html } from '../report/html.js';
import {
  type Action,
  type Card,
  type Indicator,
  NO_CARDS,
  type Suggestion,
} from '../request/hook-response.js';
import { markdown } from './markdown.js';
import { NOTHING } from './page.js';
import type { SitePaths } from './site-paths.js';

/** What a reader may do with a card: nothing where it is only looked at. */
export type CardUse = 'act' | 'wait' | 'read';

const WORDS: Readonly<Record<Indicator, string>> = {
  critical: 'Critical',
  warning: 'Warning',
  info: 'Info',
};

/** The indicator as colour and word: never by colour alone. */
export function indicatorBadge(indicator: Indicator): Html {
  return html`<span class="badge ${indicator}">${WORDS[indicator]}</span>`;
}

/** Cards in the order of the answer, as an EHR shows them. */
export function cardList(cards: readonly Card[], use: CardUse, paths: SitePaths): Html {
  if (cards.length === 0) {
    return html`<p class="no-cards">${NO_CARDS}</p>`;
  }
  return html`<ol class="cards">${cards.map((card, index) => html`<li>${cardView(card, index, use, paths)}</li>`)}</ol>`;
}

/** One card: indicator, summary, detail, offers, reasons to override, source. */
export function cardView(card: Card, index: number, use: CardUse, paths: SitePaths): Html {
  const { indicator, summary, detail, source, suggestions = [], selectionBehavior } = card;
  const topic = source.topic.code ?? '';
  return html`<article class="card ${indicator}" data-card="${index}" data-topic="${topic}">
<header>${indicatorBadge(indicator)}<h3>${summary}</h3></header>
${detail === undefined ? NOTHING : html`<div class="detail">${markdown(detail)}</div>`}
${suggestions.length === 0 ? NOTHING : suggestionList(suggestions, selectionBehavior, use)}
<footer>
<p class="source">Source: ${sourceLink(source)} · <a class="topic" href="${paths.card(topic)}" title="This card in the deck">${topic}</a></p>
${use === 'read' ? NOTHING : overrideMenu(card, use)}
</footer>
</article>`;
}

/** What a card rests on, as a link where it can be one. */
export function sourceLink({ label, url }: Pick<Card['source'], 'label' | 'url'>): Html {
  const isLink = url !== undefined && /^https?:\/\//i.test(url);
  return isLink ? html`<a href="${url}" rel="noopener noreferrer">${label}</a>` : html`${label}`;
}

function suggestionList(
  suggestions: readonly Suggestion[],
  selectionBehavior: Card['selectionBehavior'],
  use: CardUse,
): Html {
  const isChoice = selectionBehavior === 'at-most-one' && suggestions.length > 1;
  return html`${isChoice ? html`<p class="choice">Choose at most one:</p>` : NOTHING}<ul class="suggestions">${suggestions.map(
    (suggestion, index) => html`<li>${suggestionView(suggestion, index, use)}</li>`,
  )}</ul>`;
}

function suggestionView({ label, isRecommended, actions }: Suggestion, index: number, use: CardUse): Html {
  const [action] = actions;
  const text = html`<span class="verb">${verbOf(action)}</span><span class="what">${label}</span>${isRecommended ? html`<span class="recommended">recommended</span>` : NOTHING}`;
  const button =
    use === 'read'
      ? html`<span class="suggestion">${text}</span>`
      : html`<button type="button" class="suggestion" data-suggestion="${index}" ${use === 'wait' ? html`disabled` : NOTHING}>${text}</button>`;
  return action.description === label
    ? button
    : html`${button}<span class="description">${action.description}</span>`;
}

function verbOf(action: Action): string {
  return action.type === 'create' ? 'Add' : 'Remove';
}

/** The reasons the card itself names, and room for words, as EHRs ask for them. */
function overrideMenu({ overrideReasons = [], summary }: Card, use: CardUse): Html {
  return html`<details class="override"><summary aria-label="Override: ${summary}">Override…</summary>
<form data-override>
<label>Reason
<select name="reason" required ${use === 'wait' ? html`disabled` : NOTHING}>
<option value="">Choose a reason</option>
${overrideReasons.map(({ display, code }, index) => html`<option value="${index}">${display ?? code ?? ''}</option>`)}
<option value="other">Another reason, in words</option>
</select></label>
<label>Comment <input name="comment" maxlength="500" autocomplete="off"></label>
<button type="submit" ${use === 'wait' ? html`disabled` : NOTHING}>Override and go on</button>
</form></details>`;
}
