import type { FactDefinitions } from '../../deck/fact-definitions.js';
import { type Html, html } from '../../report/html.js';
import { factSource } from './fact-source.js';

const TOKEN = /\{\{(.*?)\}\}/gs;
const PLAIN_PATH = /^[a-z]\w*(?:\.\w+)+$/i;
const QUOTED = /'((?:[^'\\]|\\.)*)'/g;

/** A text of a card with its tokens in words, for people who do not read expressions; those are a hover away. */
export function spokenText(text: string, definitions: FactDefinitions): Html {
  const parts = text.trim().split(TOKEN);
  return html`${parts.map((part, index) => (index % 2 === 0 ? html`${part}` : token(part.trim(), definitions)))}`;
}

function token(expression: string, definitions: FactDefinitions): Html {
  const limit = /^limits\.(\w+)$/.exec(expression)?.[1];
  const value = limit === undefined ? undefined : definitions.limits[limit]?.value;
  if (value !== undefined) return html`<span title="${expression}">${value}</span>`;
  return html`<span class="token" title="${expression}">${wordsFor(expression, definitions)}</span>`;
}

function wordsFor(expression: string, definitions: FactDefinitions): string {
  if (PLAIN_PATH.test(expression)) return pathInWords(expression, definitions);
  const choices = [...expression.matchAll(QUOTED)]
    .map(([, literal = '']) => literal.trim())
    .filter((literal) => /\w{2}/.test(literal));
  if (choices.length > 0) return [...new Set(choices)].join(' / ');
  const paths = [...expression.matchAll(/\b(?:labs|groups|history|orders|exposure|patient)\.[\w.]+/g)];
  const [first] = paths.map(([path]) => pathInWords(path, definitions));
  return first ?? '…';
}

const MEMBERS: Readonly<Record<string, string>> = {
  onDay: 'day',
  shown: 'value and day',
  each: 'each with its day',
  timesShown: 'times the limit',
  limitShown: 'limit',
  asReported: 'value',
  plannedShown: 'day',
};

/** "IgG: value and day" */
function pathInWords(path: string, definitions: FactDefinitions): string {
  const name = factSource(path, definitions)?.name ?? path.split('.')[0] ?? '';
  const member = path.split('.').at(-1) ?? '';
  const words = MEMBERS[member] ?? member.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return `${name}: ${words}`;
}
