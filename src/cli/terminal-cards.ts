import type { Judgement } from '../answer.js';
import { withoutHidden } from '../deck/compose.js';
import { factAt } from '../deck/unchecked.js';
import { onOneLine } from '../fhir/expression-tree.js';
import { type Card, type Indicator, NO_CARDS } from '../request/hook-response.js';
import type { Paint, Style } from './paint.js';

const COLOURS: Readonly<Record<Indicator, Style>> = {
  critical: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  info: ['bold', 'cyan'],
};

/** Cards as an EHR shows them, in text. */
export function cardsAsText(cards: readonly Card[], paint: Paint): string {
  if (cards.length === 0) return `${NO_CARDS}\n`;
  return cards.map((card) => cardAsText(card, paint)).join('\n');
}

function cardAsText(card: Card, paint: Paint): string {
  const lines = [
    `${paint(COLOURS[card.indicator], card.indicator.toUpperCase().padEnd(8))} ${paint('bold', card.summary)}`,
    `         ${paint('dim', card.source.topic.code ?? '')}`,
    ...(card.detail ?? '').split('\n').map((line) => `         ${line}`),
    ...(card.suggestions ?? []).map(
      (s) => `         ${paint('green', `[${s.label}]`)} ${paint('dim', s.actions[0].description)}`,
    ),
    `         ${paint('dim', card.source.label)}`,
  ];
  return `${lines.join('\n').replace(/[ \t]+$/gm, '')}\n`;
}

/** For every card: whether it spoke, kept silent or could not tell, and the facts it read. */
export function findingsAsText({ findings, picture }: Judgement, paint: Paint): string {
  const visible = new Set(withoutHidden(findings));
  return findings
    .map((finding) => {
      const { definition, facts } = finding.card;
      const hidden =
        finding.outcome !== 'silent' && !visible.has(finding) ? ' (hidden by a graver card)' : '';
      const head = `${paint('bold', finding.outcome.padEnd(12))} ${definition.id}${hidden}`;
      const read = facts.flatMap((path) => {
        const fact = factAt(picture, path);
        if (!fact) return [];
        const shown = [fact.state, fact.shown, fact.reason].filter(Boolean).join(', ');
        return [`               ${paint('dim', `${path}: ${shown}`)}`];
      });
      const why = finding.spoken ? [`             ${onOneLine(finding.spoken.when.text)}`] : [];
      return [head, ...why, ...read].join('\n');
    })
    .join('\n');
}
