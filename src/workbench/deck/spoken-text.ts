import { tokensIn, withoutTokens } from '../../deck/text-template.js';
import type { FactDefinitions } from '../../facts/fact-definitions.js';
import {
  type ExpressionNode,
  functionCall,
  memberChain,
  parseExpression,
  unwrapped,
} from '../../fhir/expression-tree.js';
import { type Html, html } from '../../report/html.js';
import { NOTHING } from '../page.js';
import { factSource } from './fact-source.js';

/** A text of a card with its tokens in words, for people who do not read expressions; those are a hover away. */
export function spokenText(text: string, definitions: FactDefinitions): Html {
  const written = text.trim();
  const tokens = tokensIn(written).map((expression) => token(expression, definitions));
  return html`${withoutTokens(written).map((part, index) => html`${part}${tokens[index] ?? NOTHING}`)}`;
}

function token(expression: string, definitions: FactDefinitions): Html {
  const tree = parseExpression(expression);
  const [kind] = memberChain(tree) ?? [];
  const words = waysToSay(tree, definitions).join(' / ');
  return kind === 'limits'
    ? html`<span title="${expression}">${words}</span>`
    : html`<span class="token" title="${expression}">${words}</span>`;
}

/** What an expression says where it has something to say: of a choice each way, never its condition. */
function waysToSay(tree: ExpressionNode, definitions: FactDefinitions): readonly string[] {
  const node = unwrapped(tree);
  if (node.type === 'FunctionInvocation') {
    const [, ...ways] = functionCall(node).args;
    const said = ways.flatMap((way) => waysToSay(way, definitions)).filter((words) => words.trim() !== '');
    return [...new Set(said)];
  }
  return [said(node, definitions)];
}

function said(node: ExpressionNode, definitions: FactDefinitions): string {
  const path = memberChain(node);
  if (path) return pathInWords(path, definitions);
  const [left, right] = (node.children ?? []).map((child) => waysToSay(child, definitions).join(' / '));
  switch (node.type) {
    case 'StringLiteral':
      return (node.text ?? '').slice(1, -1);
    case 'NullLiteral':
      return '';
    case 'AdditiveExpression':
      return `${left}${right}`;
    default:
      // `manifestation.lower()` says the manifestation.
      return left ?? '…';
  }
}

const MEMBERS: Readonly<Record<string, string>> = {
  onDay: 'day',
  shown: 'value and day',
  each: 'each with its day',
  timesShown: 'times the limit',
  otherTimesShown: 'of the test paired with them, times the limit',
  limitShown: 'limit',
  asReported: 'value',
  plannedShown: 'day',
};

/** "IgG: value and day"; of a limit its number. */
function pathInWords(path: readonly string[], definitions: FactDefinitions): string {
  const [kind = '', named = ''] = path;
  if (kind === 'limits') return String(definitions.limits[named]?.value ?? named);
  const name = factSource(path.join('.'), definitions)?.name ?? kind;
  const member = path.at(-1) ?? '';
  const words = MEMBERS[member] ?? member.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return `${name}: ${words}`;
}
