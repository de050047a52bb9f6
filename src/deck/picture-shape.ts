import { didYouMean } from '../configuration/nearest-name.js';
import type { FactDefinitions } from '../facts/fact-definitions.js';
import { REGIONS } from '../facts/region.js';
import { DOSE_MEMBERS } from '../picture/dose-fact.js';
import { EXPOSURE_MEMBERS } from '../picture/exposure-fact.js';
import { groupMembers } from '../picture/group-fact.js';
import { HISTORY_MEMBERS } from '../picture/history-fact.js';
import { labMembers } from '../picture/lab-fact.js';
import { ORDER_MEMBERS } from '../picture/order-fact.js';
import { UNNAMED_ROUTES } from '../picture/order-route.js';
import { PATIENT_MEMBERS } from '../picture/patient-fact.js';
import { HOOKS } from '../request/hook-request.js';
import { REASONS_MEMBERS } from './reasons.js';

/** The kind of value at the end of a path, the only words it can be, or the members of what lies there. */
export type Shape =
  | 'boolean'
  | 'number'
  | 'text'
  | ReadonlySet<string>
  | { readonly [member: string]: Shape };

type Members = { readonly [member: string]: Shape };

/** Every path a card may write, so that a typo is an error at start and never silence at the bedside. */
export function pictureShape(definitions: FactDefinitions): Members {
  return {
    ...factShape(definitions),
    reasons: Object.fromEntries(Object.keys(definitions.reasons).map((name) => [name, REASONS_MEMBERS])),
    unchecked: { isAny: 'boolean', hasContraindication: 'boolean', names: 'text', lines: 'text' },
  };
}

/** The part of it that rests on no expression of the deck. */
export function factShape(definitions: FactDefinitions): Members {
  const each = (names: Readonly<Record<string, unknown>>, members: Shape): Shape =>
    Object.fromEntries(Object.keys(names).map((name) => [name, members]));
  const productsOf = (drug: string | undefined): ReadonlySet<string> =>
    new Set(definitions.drugs[drug ?? '']?.products?.map(({ product }) => product));
  const dose = { ...DOSE_MEMBERS, product: productsOf(definitions.exposure.drug) };
  const route = new Set<string>([...Object.keys(definitions.routes), ...UNNAMED_ROUTES]);
  return {
    hook: {
      name: new Set(HOOKS),
      isOrder: 'boolean',
      isOrderSelect: 'boolean',
      isOrderSign: 'boolean',
      isPatientView: 'boolean',
    },
    today: 'text',
    site: { region: new Set(REGIONS) },
    limits: each(definitions.limits, 'number'),
    patient: PATIENT_MEMBERS,
    exposure: { ...EXPOSURE_MEMBERS, countsFrom: dose, firstDose: dose, lastDose: dose },
    orders: Object.fromEntries(
      Object.entries(definitions.orders).map(([name, { drug }]) => [
        name,
        { ...ORDER_MEMBERS, product: productsOf(drug), route },
      ]),
    ),
    labs: Object.fromEntries(Object.entries(definitions.labs).map(([name, lab]) => [name, labMembers(lab)])),
    groups: Object.fromEntries(
      Object.entries(definitions.groups).map(([name, group]) => [name, groupMembers(group)]),
    ),
    history: Object.fromEntries(
      Object.entries(definitions.history).map(([name, { extract = {} }]) => [
        name,
        { ...HISTORY_MEMBERS, ...(each(extract, 'text') as object) } as Shape,
      ]),
    ),
  };
}

/** What is wrong with a path, in words that name the nearest valid one; `undefined` when it is right. */
export function pathProblem(
  path: readonly string[],
  shape: Shape,
  ends: 'value' | 'fact',
): string | undefined {
  let here = shape;
  for (const [index, step] of path.entries()) {
    if (isValue(here))
      return `${path.slice(0, index).join('.')} is a ${kindOf(here)} and has no member "${step}"`;
    const next: Shape | undefined = Object.hasOwn(here, step) ? here[step] : undefined;
    if (next === undefined) {
      const where = path.slice(0, index).join('.');
      return `unknown ${where ? `member "${step}" of ${where}` : `fact "${step}"`}${didYouMean(step, Object.keys(here))}`;
    }
    here = next;
  }
  if (ends === 'value' && !isValue(here))
    return `${path.join('.')} is a fact, not a value: name one of its members`;
  if (ends === 'fact' && isValue(here)) return `${path.join('.')} is a value, not a fact`;
  return undefined;
}

/** What lies at a path; `undefined` where it leads nowhere. */
export function shapeAt(path: readonly string[], shape: Shape): Shape | undefined {
  let here: Shape | undefined = shape;
  for (const step of path) {
    if (here === undefined || isValue(here)) return undefined;
    here = Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

function isValue(shape: Shape): shape is 'boolean' | 'number' | 'text' | ReadonlySet<string> {
  return typeof shape === 'string' || shape instanceof Set;
}

function kindOf(shape: string | ReadonlySet<string>): string {
  return typeof shape === 'string' ? shape : 'text';
}

/** The fact a path belongs to: `labs.igg.value` → `labs.igg`. */
export function factOf(path: readonly string[]): string | undefined {
  const [kind = '', name = ''] = path;
  if (['labs', 'groups', 'history', 'orders'].includes(kind)) return `${kind}.${name}`;
  return kind === 'exposure' || kind === 'patient' ? kind : undefined;
}
