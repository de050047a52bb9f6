import fhirpath from 'fhirpath';
import { unknownName } from '../configuration/nearest-name.js';
import { UNNAMED_ROUTES } from '../picture/order-route.js';
import type { DeckDocument } from './deck-document.js';
import { isCircular } from './fact-anchors.js';
import type { FactDefinitions } from './fact-definitions.js';
import { INVALID_PATTERN, isPattern } from './reading-check.js';

export interface KnownNames {
  readonly valueSets: ReadonlySet<string>;
  readonly units: ReadonlySet<string>;
  readonly readings: ReadonlySet<string>;
}

type Kind =
  | 'limit'
  | 'value set'
  | 'query'
  | 'drug'
  | 'unit table'
  | 'reading'
  | 'lab'
  | 'filter'
  | 'order fact'
  | 'route'
  | 'phrase';

/** Members of `facts.yaml` that name something defined elsewhere, and what they name. */
const REFERENCES: Readonly<Record<string, Kind>> = {
  codes: 'value set',
  notCodes: 'value set',
  orderedBy: 'value set',
  confirmedBy: 'value set',
  vaccines: 'value set',
  sum: 'value set',
  percent: 'value set',
  of: 'value set',
  query: 'query',
  units: 'unit table',
  reading: 'reading',
  labs: 'lab',
  lab: 'lab',
  drug: 'drug',
  order: 'order fact',
  activeOrder: 'order fact',
  notProductOf: 'order fact',
  doses: 'limit',
  routes: 'route',
  notRoutes: 'route',
  default: 'limit',
  days: 'limit',
  months: 'limit',
  cutoff: 'limit',
  alarmLimit: 'limit',
  doseFrom: 'limit',
  doseTo: 'limit',
};

/** Members whose text is a pattern or an expression, checked as what it is. */
const PATTERNS = new Set(['text', 'notText', 'serviceText']);

/** Members of a history that are FHIRPath over a record, and those that name a fact it is placed by. */
const EXPRESSIONS = new Set(['date', 'by', 'from']);
const ANCHORS = new Set(['after', 'fact', 'endedBy']);

/** Checks every name and expression in `facts.yaml`: one that leads nowhere would be a fact that never is. */
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
    filter: new Set(Object.keys(facts.filters)),
    'order fact': new Set(Object.keys(facts.orders)),
    route: new Set([...Object.keys(facts.routes), ...UNNAMED_ROUTES]),
    phrase: new Set(Object.keys(facts.phrases)),
  };
  const check = (value: unknown, path: readonly (string | number)[]): void => {
    const member = String(path.findLast((step) => typeof step === 'string'));
    const kind = REFERENCES[member];
    if (typeof value === 'string') {
      if (kind && isReference(path)) checkName(value, kind, path);
      else if (PATTERNS.has(member) || path[0] === 'phrases') checkPattern(value, path);
      else if (member === 'where' || member === 'firstAmong') checkFilter(value, path);
      else if (path[0] === 'history' && EXPRESSIONS.has(member)) checkExpression(value, path);
      else if (path[0] === 'history' && ANCHORS.has(member)) checkAnchor(value, path);
      else if (path[0] === 'dates' || path[0] === 'filters' || path.at(-2) === 'extract')
        checkExpression(value, path);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value))
        check(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  for (const section of [
    'labs',
    'groups',
    'drugs',
    'routes',
    'orders',
    'exposure',
    'history',
    'filters',
    'dates',
    'phrases',
  ] as const) {
    check(facts[section], [section]);
  }
  for (const name of Object.keys(facts.history)) {
    if (isCircular(name, facts)) document.fault(['history', name], 'rests on itself');
  }
  for (const name of REQUIRED_LIMITS) {
    if (!names.limit.has(name)) document.fault(['limits'], `"${name}" is missing`);
  }

  function checkName(value: string, kind: Kind, path: readonly (string | number)[]): void {
    if (names[kind].has(value)) return;
    document.fault(path, unknownName(kind, value, [...names[kind]]));
  }
  /** What a history counts from; a name that leads nowhere would let every record count. */
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
  /** A filter by its name, or an expression; a word alone is a name, and FHIRPath would take a misspelt one for a member. */
  function checkFilter(value: string, path: readonly (string | number)[]): void {
    if (/^\w+$/.test(value)) checkName(value, 'filter', path);
    else checkExpression(value, path);
  }
  function checkPattern(value: string, path: readonly (string | number)[]): void {
    if (!isPattern(value)) document.fault(path, INVALID_PATTERN);
  }
  function checkExpression(value: string, path: readonly (string | number)[]): void {
    try {
      const tree = JSON.stringify(fhirpath.parse(value));
      for (const [, set = ''] of value.matchAll(/inValueSet\('([^']*)'\)/g))
        checkName(set, 'value set', path);
      for (const [, phrase = ''] of value.matchAll(/speaksOf\('([^']*)'\)/g))
        checkName(phrase, 'phrase', path);
      if (tree === undefined) document.fault(path, 'not a FHIRPath expression');
    } catch {
      document.fault(path, 'not a valid FHIRPath expression');
    }
  }
}

/** Limits that the making of facts itself needs, whatever the cards ask. */
export const REQUIRED_LIMITS: readonly string[] = [
  'initialDoseMg',
  'secondDoseLatestDays',
  'sameDoseDays',
  'suppliedDoseDays',
  'offTreatmentMonths',
  'pendingOrderDays',
];

/** `text` of a label is words; `labs` at the top is the section, not a list of names. */
function isReference(path: readonly (string | number)[]): boolean {
  return path.length > 2 || path[0] === 'exposure';
}
