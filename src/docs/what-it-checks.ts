import type { CompiledCard } from '../deck/card.js';
import type { CardDefinition, CaseDefinition, Hidden } from '../deck/card-definition.js';
import { type Deck, rankedCards } from '../deck/deck.js';
import type { FactDefinitions } from '../facts/fact-definitions.js';
import type { HistorySource, LabSource } from '../facts/history-definition.js';
import type { LabDefinition } from '../facts/lab-definition.js';
import { onOneLine } from '../fhir/expression-tree.js';
import { valueSetLine } from './value-set-line.js';

/** Shows a card as it looks for one of its examples. */
export type RenderExample = (card: CompiledCard) => string | undefined;

/**
 * The page a clinical reviewer reads: for each card when it speaks, what it reads and from which codes,
 * the numbers with their sources, what silences it, what it offers, and how it looks. Written from the
 * deck itself, so that it cannot say anything else.
 */
export function whatItChecks(deck: Deck, render: RenderExample): string {
  const cards = rankedCards(deck);
  return `${[
    '# What it checks',
    'Written from the deck by `npm run docs`; do not edit. Read [the clinical basis](clinical-basis.md) first.',
    `Deck ${deck.definition.version} of ${deck.definition.date}. At most ${deck.definition.mostCards} cards are shown at once, the most urgent first.`,
    articleTable(cards),
    ...cards.map((card) => section(card, deck, render)),
    reasonsSection(deck.source.definitions),
    limitsTable(deck.source.definitions),
    valueSetTable(deck),
  ].join('\n\n')}\n`;
}

function articleTable(cards: readonly CompiledCard[]): string {
  const rows = cards.flatMap(({ definition: { id, article } }) =>
    article ? [`| ${cell(article)} | [${id}](#${id.toLowerCase()}) |`] : [],
  );
  return `## What the article asks, and the card that answers\n\n| the article | card |\n|---|---|\n${rows.join('\n')}`;
}

function section(card: CompiledCard, { source }: Deck, render: RenderExample): string {
  const { definition, facts } = card;
  const example = render(card);
  const hidden = [...(definition.hides ?? []), ...definition.cases.flatMap(({ hides = [] }) => hides)];
  return [
    `## ${definition.id}`,
    `**${definition.title}.** ${definition.rationale}`,
    `Speaks at ${definition.hooks.join(', ')}${definition.afterTreatment ? ', on the chart also after treatment' : ''}. Source: ${definition.source.label}.${rulesWords(definition)}${definition.article ? ` The article: “${definition.article}”` : ''}`,
    ...(definition.applies ? [`Only where: \`${onOneLine(definition.applies)}\``] : []),
    `| # | speaks when | as | says |\n|---|---|---|---|\n${definition.cases.map(caseRow).join('\n')}`,
    `Reads:\n${facts.flatMap((path) => factLine(path, source.definitions)).join('\n') || '- nothing of the record'}`,
    ...(definition.suggestions
      ? [`Offers: ${definition.suggestions.map(({ label }) => label).join('; ')}.`]
      : []),
    ...(hidden.length > 0 ? [`Silences: ${[...new Set(hidden.map(hiddenWords))].join(', ')}.`] : []),
    ...(example ? [`Example:\n\n${example}`] : []),
  ].join('\n\n');
}

function rulesWords({ rules = [] }: CardDefinition): string {
  const label = rules.length > 1 ? 'Rules' : 'Rule';
  return rules.length > 0
    ? ` ${label} ${rules.join(', ')} of the [clinical basis](clinical-basis.md#rules).`
    : '';
}

function hiddenWords(hidden: Hidden): string {
  return typeof hidden === 'string' ? hidden : `${hidden.card} (up to ${hidden.upTo})`;
}

function caseRow({ when, indicator, indicatorAt, summary }: CaseDefinition, index: number): string {
  const elsewhere = Object.entries(indicatorAt ?? {}).map(([hook, as]) => `; ${as} at ${hook}`);
  return `| ${index + 1} | \`${cell(when)}\` | ${indicator}${elsewhere.join('')} | ${cell(summary)} |`;
}

function factLine(path: string, definitions: FactDefinitions): readonly string[] {
  const [kind, name = ''] = path.split('.');
  if (kind === 'labs') {
    const lab = definitions.labs[name];
    return lab ? [`- **${lab.name}**: ${labWords(lab)}`] : [];
  }
  if (kind === 'history') {
    const fact = definitions.history[name];
    return fact ? [`- **${fact.name}**: ${[...new Set(fact.any.map(sourceWords))].join('; ')}`] : [];
  }
  if (kind === 'orders') {
    const order = definitions.orders[name];
    return order
      ? [`- **${order.name}**: ${order.resources.join(', ')}, ${order.among.replaceAll('-', ' ')}`]
      : [];
  }
  return kind === 'exposure' ? [`- **${definitions.exposure.name}**`] : [];
}

function labWords(lab: LabDefinition): string {
  const parts = [`Observation, value set \`${lab.codes}\``];
  if (lab.kind === 'quantity') {
    const limit = lab.lowerLimit ?? lab.upperLimit;
    if (limit) parts.push(`the laboratory’s own limit, else \`${limit.default}\``);
  }
  if (lab.validFor)
    parts.push(`holds for \`${'days' in lab.validFor ? lab.validFor.days : lab.validFor.months}\``);
  return parts.join('; ');
}

function sourceWords(source: HistorySource | LabSource): string {
  const span = source.within
    ? `, within \`${'days' in source.within ? source.within.days : source.within.months}\``
    : '';
  if ('lab' in source) return `${source.lab} ${source.is}${span}`;
  const { resource, codes, drug } = source;
  const what = codes ? `value set \`${codes}\`` : drug ? `drug \`${drug}\`` : 'any code';
  return `${resource}, ${what}${span}`;
}

function reasonsSection({ reasons }: FactDefinitions): string {
  const lists = Object.entries(reasons).map(
    ([id, { name, any }]) =>
      `**${id}**: ${name}.\n\n| there where | says |\n|---|---|\n${any.map(({ when, shown }) => `| \`${cell(when)}\` | \`${cell(shown)}\` |`).join('\n')}`,
  );
  return ['## Reasons', 'Lists that cards ask as one: whether any of it is there, and what.', ...lists].join(
    '\n\n',
  );
}

function limitsTable({ limits, sourceMarks }: FactDefinitions): string {
  const rows = Object.entries(limits).map(
    ([name, { value, unit, source }]) => `| \`${name}\` | ${value} ${unit} | ${cell(source)} |`,
  );
  const marks = Object.entries(sourceMarks).map(([mark, meaning]) => `- \`[${mark}]\`: ${meaning}`);
  return `## Numbers\n\nA site may change each of them ([adapting](adapting.md)). Of the sources:\n\n${marks.join('\n')}\n\n| name | value | source |\n|---|---|---|\n${rows.join('\n')}`;
}

function valueSetTable({ source }: Deck): string {
  const rows = [...source.valueSets]
    .sort((a, b) => (a.id ?? '').localeCompare(b.id ?? '', 'en'))
    .map((valueSet) => valueSetLine(valueSet, source.codeSystems));
  return `## Codes\n\nThe files in \`cards/value-sets\` name each code.\n\n| value set | means | codes |\n|---|---|---|\n${rows.join('\n')}`;
}

function cell(text: string): string {
  return onOneLine(text).replaceAll('|', '\\|');
}
