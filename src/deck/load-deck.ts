import type { Readings } from '../facts/reading-tables.js';
import { pictureSource } from '../picture/picture-source.js';
import type { HookName } from '../request/hook-request.js';
import { type Adaptable, applySite } from './apply-site.js';
import { askedCodes } from './asked-codes.js';
import type { CompiledCard } from './card.js';
import type { DeckDefinition } from './card-definition.js';
import { compileCard } from './compile-card.js';
import type { Deck } from './deck.js';
import type { DeckDocument } from './deck-document.js';
import { type DeckDocuments, openDocuments, type ReadingsFile } from './deck-documents.js';
import { DeckError } from './deck-error.js';
import type { DeckFile } from './deck-files.js';
import { type ExpressionCompiler, expressionCompiler } from './expression-compiler.js';
import { checkFactReferences } from './fact-references.js';
import { hookPlan, type PlanContext } from './hook-plan.js';
import { offeredOrders, orderName } from './offered-orders.js';
import { factShape, pictureShape } from './picture-shape.js';
import { checkReadings } from './reading-check.js';
import { compileReasons } from './reasons.js';
import { checkRecordExpressions } from './record-expressions.js';
import { checkRecordSources } from './record-sources.js';
import { checkSpanLimits } from './span-limits.js';
import { checkUnused } from './unused.js';
import { checkCodeSystems, checkValueSets } from './value-set-check.js';

/**
 * Reads, checks and compiles the whole deck. One fault anywhere refuses the whole of it, with every
 * fault listed: half a deck would look like a patient without problems.
 */
export function loadDeck(files: readonly DeckFile[], siteFile?: DeckFile): Deck {
  const documents = openDocuments(files, siteFile);
  refuseIfFaulty(documents);
  checkCodeSystems(documents.codeSystems);
  checkValueSets(documents.valueSets, documents.codeSystems.content);

  const definition = documents.deck.content;
  const deck: Adaptable = {
    facts: documents.facts.content,
    valueSets: new Map(documents.valueSets.map(({ content }) => [content.id ?? '', content])),
    orders: new Map(documents.orders.map(({ path, content }) => [orderName(path), content])),
    cards: new Map(documents.cards.map(({ content }) => [content.id, content])),
  };
  const { facts, valueSets, changes, ...adapted } = applySite(deck, documents.site, definition.uncheckedCard);
  checkFactReferences(documents.facts, {
    valueSets: new Set(valueSets.keys()),
    units: new Set(Object.keys(documents.units.content)),
    readings: new Set(Object.keys(documents.readings.content.words)),
  });
  checkSpanLimits(documents.facts);
  checkRecordExpressions(documents.facts, new Set(valueSets.keys()));
  checkRecordSources(documents.facts);
  checkReadings(documents.readings, [...valueSets.keys()]);
  refuseIfFaulty(documents);

  const reasons = compileReasons(documents.facts, expressionCompiler(factShape(facts), facts, new Map()));
  const expressions = expressionCompiler(pictureShape(facts), facts, reasons.facts);
  const orders = offeredOrders(documents, adapted.orders, expressions);
  checkOrder(
    documents.deck,
    documents.cards.map(({ content }) => content.id),
  );
  const cards = documents.cards.flatMap((document) => {
    const content = adapted.cards.get(document.content.id);
    return content ? compileCard({ ...document, content }, definition, expressions, orders) : [];
  });
  const uncheckedCard = cards.find((card) => card.definition.id === definition.uncheckedCard);
  if (!uncheckedCard)
    documents.deck.fault(['uncheckedCard'], `there is no card "${definition.uncheckedCard}"`);
  const evaluated = cards.filter((card) => card !== uncheckedCard).sort((a, b) => a.rank - b.rank);
  const hooks = plansOf(documents.deck, evaluated, expressions, {
    facts,
    askedCodes: askedCodes(valueSets, documents.codeSystems.content, documents.site?.content),
    uncheckedFacts: uncheckedCard?.facts ?? [],
  });
  refuseIfFaulty(documents);
  // Last: a name misspelt where it is used would be reported twice.
  checkUnused(documents);
  refuseIfFaulty(documents);
  if (!uncheckedCard) throw new DeckError(['deck.yaml: the card for what could not be checked is missing']);

  return {
    definition,
    cards: evaluated,
    uncheckedCard,
    hooks,
    reasonsIn: reasons.reasonsIn,
    source: pictureSource({
      definitions: facts,
      valueSets: [...valueSets.values()],
      codeSystems: documents.codeSystems.content,
      units: documents.units.content,
      readings: compileReadings(documents.readings.content),
      region: documents.site?.content.region ?? 'us',
    }),
    siteChanges: changes,
  };
}

function refuseIfFaulty({ all, site }: DeckDocuments): void {
  const problems = all.flatMap((document) => document.faults());
  if (problems.length === 0) return;
  // Whoever wrote the site file must not look for the fault in the deck.
  const isOfSite = site?.faults().length === problems.length;
  throw new DeckError(problems, isOfSite ? 'site file' : 'deck');
}

/** Every card has a place, and every place a card: a card without one would sort before the contraindications. */
function checkOrder(deck: DeckDocument<DeckDefinition>, ids: readonly string[]): void {
  for (const id of ids) {
    if (!deck.content.order.includes(id)) deck.fault(['order'], `the card "${id}" has no place in the order`);
  }
  for (const member of ['order', 'giveWayFirst'] as const) {
    for (const [index, id] of deck.content[member].entries()) {
      if (!ids.includes(id)) deck.fault([member, index], `there is no card "${id}"`);
    }
  }
}

function plansOf(
  deck: DeckDocument<DeckDefinition>,
  cards: readonly CompiledCard[],
  expressions: ExpressionCompiler,
  context: PlanContext,
): Deck['hooks'] {
  const plan = (hook: HookName) =>
    hookPlan(
      deck.content.hooks[hook],
      cards.filter(({ definition }) => definition.hooks.includes(hook)),
      context,
      (text, member) =>
        expressions.condition(text, (problem) => deck.fault(['hooks', hook, member], problem)),
    );
  return {
    'order-select': plan('order-select'),
    'order-sign': plan('order-sign'),
    'patient-view': plan('patient-view'),
  };
}

function compileReadings(file: ReadingsFile): Readings {
  return {
    ...file,
    words: Object.fromEntries(
      Object.entries(file.words).map(([name, patterns]) => [
        name,
        patterns.map(({ means, text }) => ({ means, pattern: new RegExp(text, 'i') })),
      ]),
    ),
  };
}
