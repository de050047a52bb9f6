import type { Deck } from '../deck/deck.js';
import { type NeededType, neededTypes, scopesOf } from '../deck/needed-types.js';
import { serviceDescriptions } from '../deck/service-descriptions.js';
import { resourceTypeOf } from '../gather/query-template.js';

interface AskedKey {
  readonly key: string;
  readonly type: string;
  readonly name: string;
  readonly isSupplementary: boolean;
  readonly hooks: readonly string[];
}

/**
 * The page an EHR team pastes from: which records are asked for, with which scopes a lent token must come,
 * and the prefetch of each service. Written from the deck, so that it cannot ask for more or less.
 */
export function whatItReads(deck: Deck): string {
  const asked = askedKeys(deck);
  return `${[
    '# What it reads of a record',
    'Written from the deck by `npm run docs`; do not edit. Queries stay within what CDS Hooks 2.0 recommends for prefetch; codes stand in them so that no more than is needed is sent. A site that adds codes of its own pastes from its own discovery instead: `curl -s {BASE_URL}/cds-services`.',
    keyTable(asked),
    scopes(deck),
    ...prefetches(deck),
  ].join('\n\n')}\n`;
}

function askedKeys(deck: Deck): readonly AskedKey[] {
  const { queries } = deck.source.definitions;
  return Object.entries(queries).flatMap(([key, { template, name, supplementary = false }]) => {
    const hooks = Object.entries(deck.hooks).flatMap(([hook, { templates }]) =>
      Object.hasOwn(templates, key) ? [hook] : [],
    );
    const type = resourceTypeOf(template);
    return hooks.length > 0 ? [{ key, type, name, isSupplementary: supplementary, hooks }] : [];
  });
}

function keyTable(asked: readonly AskedKey[]): string {
  const rows = asked.map(
    ({ key, type, name, isSupplementary, hooks }) =>
      `| \`${key}\` | ${type} | ${name} | ${isSupplementary ? 'may be left out' : 'yes'} | ${hooks.join(', ')} |`,
  );
  return [
    '| key | resource | what | needed | at |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    'A needed key that is neither sent nor can be fetched is named in the card *could not check*. One that may be left out adds evidence where an EHR has it.',
  ].join('\n');
}

function scopes(deck: Deck): string {
  const types = neededTypes(deck);
  const more = types.filter(({ isOptional }) => isOptional);
  // Orders may only refer to their drug, which is then read.
  const needed = [
    ...types.filter(({ isOptional }) => !isOptional),
    { type: 'Medication', isOptional: false },
  ];
  const block = (asked: readonly NeededType[], suffix: 'read' | 'rs') =>
    `\`\`\`\n${scopesOf(asked, suffix)}\n\`\`\``;
  return [
    '## Scopes of a lent token',
    'Reading only. `user/` or `system/` in place of `patient/` will do.',
    `SMART 2:\n\n${block(needed, 'rs')}\n\nand, where the EHR has them:\n\n${block(more, 'rs')}`,
    `SMART 1:\n\n${block(needed, 'read')}\n\nand, where the EHR has them:\n\n${block(more, 'read')}`,
  ].join('\n\n');
}

function prefetches(deck: Deck): readonly string[] {
  return serviceDescriptions(deck).map(
    ({ id, hook, prefetch = {} }) =>
      `## Prefetch of \`${id}\` (${hook})\n\n\`\`\`json\n${JSON.stringify(prefetch, null, 2)}\n\`\`\``,
  );
}
