import { showDay } from '../../picture/clinical-date.js';
import { type Html, html } from '../../report/html.js';
import type { HookName } from '../../request/hook-request.js';
import type { Story } from '../../stories/story.js';
import { markdown } from '../markdown.js';
import { NOTHING, type Page } from '../page.js';
import type { SitePaths } from '../site-paths.js';

export interface OpenStory {
  readonly story: Story;
  readonly hook: HookName;
  readonly encounter: Html;
  readonly serviceId: string;
  /** Without a token the real hook answers only in open mode. */
  readonly callsRealHook: boolean;
}

/** A patient story at one of its hooks, beside the list of all of them. */
export function storiesPage(stories: readonly Story[], open: OpenStory, paths: SitePaths): Page {
  const { story, hook, encounter } = open;
  return {
    part: 'stories',
    title: story.title,
    content: html`${shelf(stories, story, paths)}
<div class="story">
<header class="story-head">
<h1>${story.title}</h1>
${narrative(story)}
<nav class="hooks" aria-label="Hooks of this story"><ul>${story.hooks.map((name) => hookLink(story, name, name === hook, paths))}</ul></nav>
</header>
${callBar(open, paths)}
<div class="encounter" id="encounter">${encounter}</div>
</div>`,
  };
}

/** For a service that carries no stories, and for a story it does not have. */
export function noStoryPage(stories: readonly Story[], asked: string | undefined, paths: SitePaths): Page {
  const isEmpty = stories.length === 0;
  return {
    part: 'stories',
    title: isEmpty ? 'No stories here' : 'No such story',
    content: html`${isEmpty ? NOTHING : shelf(stories, undefined, paths)}
<div class="story"><h1>${isEmpty ? 'This service carries no patient stories' : `There is no story “${asked ?? ''}”`}</h1>
${
  isEmpty
    ? html`<p>They lie in <code>fhir-fixtures</code> of the source and need not be deployed. Paste a call or a record of your own under <a href="${paths.whatWouldISee}">What would I see?</a>, or read <a href="${paths.deck}">the deck</a>.</p>`
    : html`<p>Choose one from the list.</p>`
}</div>`,
  };
}

function shelf(stories: readonly Story[], here: Story | undefined, paths: SitePaths): Html {
  return html`<details class="shelf" data-shelf data-outcomes="${paths.outcomes}"><summary>${stories.length} patient stories</summary>
<nav aria-label="Patient stories">
<label class="find">Find <input type="search" data-filter="#stories li" autocomplete="off" placeholder="title, card, name"></label>
<ul id="stories">${stories.map((story) => shelfLink(story, story === here, paths))}</ul>
<p class="none" data-filter-none hidden>No story matches.</p>
</nav></details>`;
}

function shelfLink({ name, title }: Story, isHere: boolean, paths: SitePaths): Html {
  const current = isHere ? html` aria-current="page"` : NOTHING;
  return html`<li data-story="${name}"><a href="${paths.story(name)}"${current}><span class="title">${title}</span><span class="name">${name}</span></a></li>`;
}

const NAMES_A_DATE = /\b20\d{2}\b/;

/** What a clinician would tell, and which card to expect: of a day of its own, whose dates are not those of the cards. */
function narrative({ narrative: text, today }: Story): Html {
  const told = html`<p>Told on ${showDay(today)}: record and cards are moved to today, and their dates with them.</p>`;
  return html`<div class="narrative">${markdown(text)}${NAMES_A_DATE.test(text) ? told : NOTHING}</div>`;
}

function hookLink({ name }: Story, hook: HookName, isHere: boolean, paths: SitePaths): Html {
  return isHere
    ? html`<li><a href="${paths.story(name, hook)}" aria-current="page">${hook}</a></li>`
    : html`<li><a href="${paths.story(name, hook)}">${hook}</a></li>`;
}

function callBar({ story, hook, serviceId, callsRealHook }: OpenStory, paths: SitePaths): Html {
  const service = paths.service(serviceId);
  return html`<section class="call" aria-label="The call" data-call
 data-request="${paths.storyRequest(story.name, hook)}"
 data-hook="${callsRealHook ? service : paths.cards}"
 data-feedback="${callsRealHook ? `${service}/feedback` : ''}"
 data-render="${paths.encounter}">
<p><code>POST ${service}</code> <output data-status>${callsRealHook ? 'calling…' : 'judged without a call: this service asks its callers for a signed token'}</output></p>
<p class="said" role="status" data-said></p>
<p class="tools"><button type="button" data-restart hidden>Start over</button></p>
<details class="wire"><summary>Request and answer</summary><h3>Request</h3><pre tabindex="0" data-sent></pre><h3>Answer</h3><pre tabindex="0" data-answered></pre></details>
<noscript><p>Without JavaScript the cards are shown, but nothing can be accepted or overridden.</p></noscript>
</section>`;
}
