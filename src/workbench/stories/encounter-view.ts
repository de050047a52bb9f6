import type { Deck } from '../../deck/deck.js';
import { type Html, html } from '../../report/html.js';
import type { HookName } from '../../request/hook-request.js';
import type { Card } from '../../request/hook-response.js';
import { type CardUse, cardList } from '../card-view.js';
import type { Chart } from '../chart/chart.js';
import { chartView, patientLine } from '../chart/chart-view.js';
import type { DraftOrder } from '../chart/draft-orders.js';
import { NOTHING } from '../page.js';
import type { SitePaths } from '../site-paths.js';

export interface Encounter {
  readonly hook: HookName;
  readonly cards: readonly Card[];
  readonly chart: Chart;
  readonly use: CardUse;
}

/** The patient on the screen of an EHR: cards on one side, orders and chart on the other. */
export function encounterView({ hook, cards, chart, use }: Encounter, deck: Deck, paths: SitePaths): Html {
  return html`<section class="cards-panel" aria-labelledby="cards-heading">
<h2 id="cards-heading" tabindex="-1">${cards.length} ${cards.length === 1 ? 'card' : 'cards'} <span class="quiet">at ${hook}</span></h2>
${cardList(cards, use, paths)}
</section>
<section class="chart-panel" aria-labelledby="chart-heading">
<h2 id="chart-heading">Chart <span class="quiet">${patientLine(chart)}</span></h2>
${hook === 'patient-view' ? NOTHING : drafts(chart.drafts, hook, deck)}
${chartView(chart)}
</section>`;
}

function drafts(orders: readonly DraftOrder[], hook: HookName, deck: Deck): Html {
  const isSelecting = hook === 'order-select';
  return html`<section class="drafts"><h3>Draft orders</h3>
${
  orders.length === 0
    ? html`<p class="none">No unsigned order on the screen; ${deck.definition.hooks[hook].service} then has nothing to speak about.</p>`
    : html`<ul>${orders.map((order) => draft(order, isSelecting))}</ul>`
}</section>`;
}

function draft({ reference, name, instruction, isSelected }: DraftOrder, isSelecting: boolean): Html {
  return html`<li data-order="${reference}"><span class="what">${name}</span>${isSelecting && isSelected ? html` <span class="fact">selected</span>` : NOTHING}${instruction === undefined ? NOTHING : html`<span class="instruction">${instruction}</span>`}</li>`;
}
