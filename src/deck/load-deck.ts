import { Ajv, type ValidateFunction } from 'ajv';
import type { ValueSet } from 'fhir/r4.js';
import { pictureSource } from '../picture/picture-source.js';
import type { CodeSystemDefinition } from '../picture/terminology.js';
import type { HookName } from '../request/hook-request.js';
import type { CompiledCard } from './card.js';
import type { CardDefinition, DeckDefinition, OrderTemplateDefinition } from './card-definition.js';
import { compileCard } from './compile-card.js';
import type { Deck } from './deck.js';
import { type DeckDocument, openDocument } from './deck-document.js';
import { DeckError } from './deck-error.js';
import type { DeckFile } from './deck-files.js';
import { type ExpressionCompiler, expressionCompiler } from './expression-compiler.js';
import type { FactDefinitions, Meaning, Readings, UnitTable } from './fact-definitions.js';
import { checkFactReferences } from './fact-references.js';
import { hookPlan } from './hook-plan.js';
import { compileOrderTemplate } from './order-template.js';
import { pictureShape } from './picture-shape.js';

/** `readings.yaml` as written; its patterns are compiled at start. */
interface ReadingsFile extends Omit<Readings, 'words'> {
  readonly words: Readonly<Record<string, readonly { means: Meaning; text: string }[]>>;
}

/**
 * Reads, checks and compiles the whole deck. One fault anywhere refuses the whole of it, with every
 * fault listed: half a deck would look like a patient without problems.
 */
export function loadDeck(files: readonly DeckFile[]): Deck {
  const documents = openAll(files);
  refuseIfFaulty(documents.all);

  const facts = documents.facts.content;
  const definition = documents.deck.content;
  const valueSets = new Map(documents.valueSets.map(({ content }) => [content.id ?? '', content]));
  checkFactReferences(documents.facts, {
    valueSets: new Set(valueSets.keys()),
    units: new Set(Object.keys(documents.units.content)),
    readings: new Set(Object.keys(documents.readings.content.words)),
  });
  refuseIfFaulty(documents.all);

  const expressions = expressionCompiler(pictureShape(facts), facts);
  const orders = new Map(
    documents.orders.map((document) => {
      const report = (problem: string): void => document.fault(['resource'], problem);
      const name = orderName(document.path);
      return [name, compileOrderTemplate(name, document.content, (text) => expressions.token(text, report))];
    }),
  );
  const cards = documents.cards.map((document) => compileCard(document, definition, expressions, orders));
  checkOrder(documents.deck, cards);
  const uncheckedCard = cards.find((card) => card.definition.id === definition.uncheckedCard);
  if (!uncheckedCard)
    documents.deck.fault(['uncheckedCard'], `there is no card "${definition.uncheckedCard}"`);
  const evaluated = cards.filter((card) => card !== uncheckedCard).sort((a, b) => a.rank - b.rank);
  const hooks = plansOf(documents.deck, evaluated, expressions, facts, valueSets, uncheckedCard);
  refuseIfFaulty(documents.all);
  if (!uncheckedCard) throw new DeckError(['deck.yaml: the card for what could not be checked is missing']);

  return {
    definition,
    cards: evaluated,
    uncheckedCard,
    hooks,
    source: pictureSource({
      definitions: facts,
      valueSets: [...valueSets.values()],
      codeSystems: documents.codeSystems.content,
      units: documents.units.content,
      readings: compileReadings(documents.readings.content),
      region: 'us',
    }),
  };
}

interface Documents {
  readonly deck: DeckDocument<DeckDefinition>;
  readonly facts: DeckDocument<FactDefinitions>;
  readonly units: DeckDocument<Readonly<Record<string, UnitTable>>>;
  readonly readings: DeckDocument<ReadingsFile>;
  readonly codeSystems: DeckDocument<readonly CodeSystemDefinition[]>;
  readonly cards: readonly DeckDocument<CardDefinition>[];
  readonly orders: readonly DeckDocument<OrderTemplateDefinition>[];
  readonly valueSets: readonly DeckDocument<ValueSet>[];
  readonly all: readonly DeckDocument<unknown>[];
}

function openAll(files: readonly DeckFile[]): Documents {
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: false });
  const schema = (name: string): ValidateFunction => {
    const file = files.find(({ path }) => path === `schema/${name}.schema.json`);
    if (!file) throw new DeckError([`schema/${name}.schema.json: the file is missing`]);
    return ajv.compile(JSON.parse(file.text));
  };
  const one = <T>(path: string, name: string): DeckDocument<T> => {
    const file = files.find((f) => f.path === path);
    if (!file) throw new DeckError([`${path}: the file is missing`]);
    return openDocument<T>(file, schema(name));
  };
  const many = <T>(pattern: RegExp, name: string): readonly DeckDocument<T>[] => {
    const validate = schema(name);
    return files.filter(({ path }) => pattern.test(path)).map((file) => openDocument<T>(file, validate));
  };
  const documents = {
    deck: one<DeckDefinition>('deck.yaml', 'deck'),
    facts: one<FactDefinitions>('facts.yaml', 'facts'),
    units: one<Readonly<Record<string, UnitTable>>>('units.yaml', 'units'),
    readings: one<ReadingsFile>('readings.yaml', 'readings'),
    codeSystems: one<readonly CodeSystemDefinition[]>('code-systems.yaml', 'code-systems'),
    cards: many<CardDefinition>(/^[^/]+\.card\.yaml$/, 'card'),
    orders: many<OrderTemplateDefinition>(/^orders\//, 'order'),
    valueSets: many<ValueSet>(/^value-sets\//, 'value-set'),
  };
  return { ...documents, all: Object.values(documents).flat() as readonly DeckDocument<unknown>[] };
}

function refuseIfFaulty(documents: readonly DeckDocument<unknown>[]): void {
  const problems = documents.flatMap((document) => document.faults());
  if (problems.length > 0) throw new DeckError(problems);
}

function orderName(path: string): string {
  return path.replace(/^orders\//, '').replace(/\.ya?ml$/, '');
}

/** Every card has a place, and every place a card: a card without one would sort before the contraindications. */
function checkOrder(deck: DeckDocument<DeckDefinition>, cards: readonly CompiledCard[]): void {
  const ids = cards.map(({ definition }) => definition.id);
  for (const id of ids) {
    if (!deck.content.order.includes(id)) deck.fault(['order'], `the card "${id}" has no place in the order`);
  }
  for (const [index, id] of deck.content.order.entries()) {
    if (!ids.includes(id)) deck.fault(['order', index], `there is no card "${id}"`);
  }
}

function plansOf(
  deck: DeckDocument<DeckDefinition>,
  cards: readonly CompiledCard[],
  expressions: ExpressionCompiler,
  facts: FactDefinitions,
  valueSets: ReadonlyMap<string, ValueSet>,
  unchecked: CompiledCard | undefined,
): Deck['hooks'] {
  const plan = (hook: HookName) =>
    hookPlan(
      deck.content.hooks[hook],
      cards.filter(({ definition }) => definition.hooks.includes(hook)),
      { facts, valueSets, uncheckedFacts: unchecked?.facts ?? [] },
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
