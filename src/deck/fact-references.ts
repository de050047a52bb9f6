import { unknownName } from '../configuration/nearest-name.js';
import type { FactDefinitions } from '../facts/fact-definitions.js';
import { type LabDefinition, labsOf } from '../facts/lab-definition.js';
import { UNNAMED_ROUTES } from '../picture/order-route.js';
import type { DeckDocument } from './deck-document.js';
import { isCircular } from './fact-anchors.js';
import { checkLimits } from './limit-check.js';
import { ANCHORED, ANCHORS, type Kind, PATTERNS, REFERENCES } from './naming-members.js';
import { INVALID_PATTERN, isPattern } from './reading-check.js';

export interface KnownNames {
  readonly valueSets: ReadonlySet<string>;
  readonly units: ReadonlySet<string>;
  readonly readings: ReadonlySet<string>;
}

/** Sections in which members name things, or are patterns. */
const SECTIONS = [
  'labs',
  'groups',
  'drugs',
  'routes',
  'orders',
  'exposure',
  'history',
  'diagnosesInWords',
] as const;

/** Checks every name in `facts.yaml`: one that leads nowhere would be a fact that never is. */
export function checkFactReferences(document: DeckDocument<FactDefinitions>, known: KnownNames): void {
  const facts = document.content;
  const names: Readonly<Record<Kind, ReadonlySet<string>>> = {
    limit: new Set(Object.keys(facts.limits)),
    'value set': known.valueSets,
    query: new Set(Object.keys(facts.queries)),
    drug: new Set(Object.keys(facts.drugs)),
    'unit table': known.units,
    reading: known.readings,
    lab: new Set(Object.keys(facts.labs)),
    'order fact': new Set(Object.keys(facts.orders)),
    route: new Set([...Object.keys(facts.routes), ...UNNAMED_ROUTES]),
    // A product is called by its route.
    product: new Set(Object.keys(facts.routes)),
    phrase: new Set(Object.keys(facts.phrases)),
  };
  const check = (value: unknown, path: readonly (string | number)[]): void => {
    const member = String(path.findLast((step) => typeof step === 'string'));
    if (typeof value === 'string') {
      const kind = REFERENCES[member];
      if (kind) checkName(value, kind, path);
      else if (PATTERNS.has(member)) checkPattern(value, path);
      else if (ANCHORED.has(path[0]) && ANCHORS.has(member)) checkAnchor(value, path);
    } else if (typeof value === 'object' && value !== null && !isExtract(path)) {
      for (const [key, inner] of Object.entries(value))
        check(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  for (const section of SECTIONS) {
    check(facts[section], [section]);
  }
  for (const [name, pattern] of Object.entries(facts.phrases)) checkPattern(pattern, ['phrases', name]);
  checkDenials(facts.denials);
  for (const [name, { products = [], otherwise }] of Object.entries(facts.drugs)) {
    const own = products.map(({ product }) => product);
    if (otherwise !== undefined && !own.includes(otherwise))
      document.fault(['drugs', name, 'otherwise'], unknownName('product', otherwise, own));
  }
  for (const [name, group] of Object.entries(facts.groups)) {
    const lacking = group.pairedWith && labsOf(group).find((lab) => !hasUpperLimit(facts.labs[lab]));
    if (lacking !== undefined)
      document.fault(['groups', name, 'pairedWith'], `"${lacking}" has no upper limit to be judged by`);
  }
  for (const name of Object.keys(facts.history)) {
    if (isCircular(name, facts)) document.fault(['history', name], 'rests on itself');
  }
  checkLimits(document);

  function checkName(value: string, kind: Kind, path: readonly (string | number)[]): void {
    if (names[kind].has(value)) return;
    document.fault(path, unknownName(kind, value, [...names[kind]]));
  }
  /** What a history or an order counts from; a name that leads nowhere would let every record count. */
  function checkAnchor(value: string, path: readonly (string | number)[]): void {
    const anchors = [
      ...Object.keys(facts.labs).map((name) => `labs.${name}`),
      ...Object.keys(facts.groups).map((name) => `groups.${name}`),
      ...Object.keys(facts.history).map((name) => `history.${name}`),
      'exposure.firstDose',
      'exposure.lastDose',
    ];
    if (!anchors.includes(value)) document.fault(path, unknownName('fact', value, anchors));
  }
  function checkDenials({ of, ...words }: FactDefinitions['denials']): void {
    for (const [index, name] of of.entries()) checkName(name, 'phrase', ['denials', 'of', index]);
    for (const [member, patterns] of Object.entries(words))
      for (const [index, pattern] of patterns.entries()) checkPattern(pattern, ['denials', member, index]);
  }
  function checkPattern(value: string, path: readonly (string | number)[]): void {
    if (!isPattern(value)) document.fault(path, INVALID_PATTERN);
  }
}

/** A name that leads nowhere is another fault. */
function hasUpperLimit(lab: LabDefinition | undefined): boolean {
  return (
    lab === undefined || (lab.kind === 'quantity' && lab.alarm === 'high' && lab.upperLimit !== undefined)
  );
}

/** What a history extracts has names of its own, and expressions, which are checked as such. */
function isExtract(path: readonly (string | number)[]): boolean {
  return path[0] === 'history' && path[2] === 'extract';
}
