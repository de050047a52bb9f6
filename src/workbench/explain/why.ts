import type { Judgement } from '../../answer.js';
import type { CompiledCard } from '../../deck/card.js';
import { withoutHidden } from '../../deck/compose.js';
import type { Truth } from '../../deck/condition.js';
import type { Deck } from '../../deck/deck.js';
import { type Finding, isOpen } from '../../deck/finding.js';
import type { ScreenedPicture } from '../../deck/screened-picture.js';
import type { HookName } from '../../request/hook-request.js';
import { type Fate, fateOf } from './fate.js';
import { type ReadFact, readFacts } from './read-facts.js';

export interface AskedCondition {
  readonly label: string;
  readonly text: string;
  readonly holds: Truth;
}

export interface Why {
  readonly card: CompiledCard['definition'];
  readonly fate: Fate;
  readonly reason: string;
  readonly conditions: readonly AskedCondition[];
  readonly facts: readonly ReadFact[];
}

/** For every card of the deck: whether it spoke, and on what ground. */
export function whyOf(deck: Deck, judgement: Judgement, hook: HookName): readonly Why[] {
  const { findings, cards, picture } = judgement;
  const shown = new Set(cards.map(({ source }) => source.topic.code));
  const visible = new Set(withoutHidden(findings));
  const byId = new Map(findings.map((finding) => [finding.card.definition.id, finding]));
  const fates = deck.cards.map((card): Why => {
    const finding = byId.get(card.definition.id);
    if (!finding) return notAsked(card, hook, findings.length > 0);
    const isHidden = finding.spoken !== undefined && !visible.has(finding);
    const isShown = shown.has(card.definition.id);
    return {
      card: card.definition,
      ...fateOf(deck, finding, isShown, isHidden, hook, picture),
      conditions: conditionsOf(finding, picture),
      facts: readFacts(card.facts, picture),
    };
  });
  return [...fates, uncheckedWhy(deck, judgement, shown)].sort(byFate);
}

const FATES: readonly Fate[] = ['shown', 'cannot-tell', 'not-shown', 'silent', 'not-asked'];

function byFate(a: Why, b: Why): number {
  return FATES.indexOf(a.fate) - FATES.indexOf(b.fate);
}

function notAsked({ definition }: CompiledCard, hook: HookName, isAboutTheDrug: boolean): Why {
  const isOfHook = definition.hooks.includes(hook);
  const reason = !isOfHook
    ? `Speaks at ${definition.hooks.join(' and ')}, not at ${hook}.`
    : isAboutTheDrug
      ? 'Not for this kind of call.'
      : 'The call is not about the drug, or that cannot be told: no card was asked.';
  return { card: definition, fate: 'not-asked', reason, conditions: [], facts: [] };
}

/** The card on what could not be checked asks of the others, not of the patient. */
function uncheckedWhy(
  deck: Deck,
  { findings, picture }: Judgement,
  shown: ReadonlySet<string | undefined>,
): Why {
  const { definition } = deck.uncheckedCard;
  const isShown = shown.has(definition.id);
  const open = withoutHidden(findings).filter(isOpen);
  const facts = [
    ...new Set(open.flatMap(({ unknownFacts, doubtfulFacts }) => [...unknownFacts, ...doubtfulFacts])),
  ];
  const isAsked = findings.length > 0;
  return {
    card: definition,
    fate: isShown ? 'shown' : isAsked ? 'silent' : 'not-asked',
    reason: isShown
      ? `Could not tell: ${open.map(({ card }) => card.definition.id).join(', ') || 'see its text'}.`
      : isAsked
        ? 'Every card that was asked could tell.'
        : 'No card was asked.',
    conditions: [],
    facts: isShown ? readFacts(facts, picture) : [],
  };
}

function conditionsOf({ card, spoken }: Finding, picture: ScreenedPicture): readonly AskedCondition[] {
  const { applies, cases } = card;
  const end = spoken ? cases.indexOf(spoken) + 1 : cases.length;
  const asked: AskedCondition[] = [];
  if (applies) asked.push({ label: 'applies', text: applies.text, holds: applies.holds(picture) });
  if (applies && applies.holds(picture) !== 'yes') return asked;
  for (const [index, one] of cases.slice(0, end).entries()) {
    const label = cases.length === 1 ? 'speaks when' : `case ${index + 1}`;
    asked.push({ label, text: one.when.text, holds: one.when.holds(picture) });
  }
  return asked;
}
