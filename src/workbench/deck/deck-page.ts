import { type Deck, rankedCards } from '../../deck/deck.js';
import { type Html, html } from '../../report/html.js';
import type { Page } from '../page.js';
import type { SitePaths } from '../site-paths.js';
import type { StoryShelf } from '../stories/story-shelf.js';
import { cardArticle } from './card-article.js';

/** Every card, from the deck as it runs here: what the site changed is in it. */
export function deckPage(deck: Deck, shelf: StoryShelf, paths: SitePaths): Page {
  const { definition } = deck;
  const ranked = rankedCards(deck);
  return {
    part: 'deck',
    title: 'The deck',
    content: html`<nav class="contents" aria-label="Cards">
<label class="find">Find <input type="search" data-filter="#contents li, [data-definition]" autocomplete="off" placeholder="title, id, word in the card"></label>
<ol id="contents">${ranked.map(({ definition: { id, title } }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol>
<p class="none" data-filter-none hidden>No card matches.</p>
</nav>
<div class="deck-body">
<h1>The deck</h1>
<p class="lead">Version ${definition.version} of ${definition.date}: ${ranked.length} cards, the most important first. At most ${definition.mostCards} are shown at once. Conditions read facts, never the record itself; a fact that is not known makes a card say so.</p>
<p class="quiet">Before the source of a number: ${Object.entries(deck.source.definitions.sourceMarks).map(([mark, meaning]) => html`<code>[${mark}]</code> ${meaning}. `)}</p>
${changes(deck.siteChanges)}
${ranked.map((card) => cardArticle(card, deck, shelf, paths))}
</div>`,
  };
}

function changes(siteChanges: readonly string[]): Html {
  return html`<section class="site" aria-labelledby="site-heading"><h2 id="site-heading">This site’s changes</h2>${
    siteChanges.length === 0
      ? html`<p class="none">None: the deck runs as it was published.</p>`
      : html`<ul>${siteChanges.map((change) => html`<li>${change}</li>`)}</ul>`
  }</section>`;
}
