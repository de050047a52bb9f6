import { nearestName } from '../configuration/nearest-name.js';
import { EXPOSURE_MEMBERS } from '../picture/exposure-fact.js';
import { groupMembers } from '../picture/group-fact.js';
import { HISTORY_MEMBERS } from '../picture/history-fact.js';
import { labMembers } from '../picture/lab-fact.js';
import { ORDER_MEMBERS } from '../picture/order-fact.js';
import { PATIENT_MEMBERS } from '../picture/patient-fact.js';
import type { FactDefinitions } from './fact-definitions.js';

/** The kind of value at the end of a path, or the members of what lies there. */
export type Shape = 'boolean' | 'number' | 'text' | { readonly [member: string]: Shape };

/** Every path a card may write, so that a typo is an error at start and never silence at the bedside. */
export function pictureShape(definitions: FactDefinitions): Shape {
  const each = (names: Readonly<Record<string, unknown>>, members: Shape): Shape =>
    Object.fromEntries(Object.keys(names).map((name) => [name, members]));
  return {
    hook: {
      name: 'text',
      isOrder: 'boolean',
      isOrderSelect: 'boolean',
      isOrderSign: 'boolean',
      isPatientView: 'boolean',
    },
    today: 'text',
    site: { region: 'text' },
    limits: each(definitions.limits, 'number'),
    patient: PATIENT_MEMBERS,
    exposure: EXPOSURE_MEMBERS,
    orders: each(definitions.orders, ORDER_MEMBERS),
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
    unchecked: { isAny: 'boolean', hasContraindication: 'boolean', names: 'text', lines: 'text' },
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
    if (typeof here === 'string')
      return `${path.slice(0, index).join('.')} is a ${here} and has no member "${step}"`;
    const next: Shape | undefined = Object.hasOwn(here, step) ? here[step] : undefined;
    if (next === undefined) {
      const nearest = nearestName(step, Object.keys(here));
      const where = path.slice(0, index).join('.');
      return `unknown ${where ? `member "${step}" of ${where}` : `fact "${step}"`}${nearest ? `; did you mean "${nearest}"?` : ''}`;
    }
    here = next;
  }
  if (ends === 'value' && typeof here !== 'string')
    return `${path.join('.')} is a fact, not a value: name one of its members`;
  if (ends === 'fact' && typeof here === 'string') return `${path.join('.')} is a value, not a fact`;
  return undefined;
}

/** The fact a path belongs to: `labs.igg.value` → `labs.igg`. */
export function factOf(path: readonly string[]): string | undefined {
  const [kind = '', name = ''] = path;
  if (['labs', 'groups', 'history', 'orders'].includes(kind)) return `${kind}.${name}`;
  return kind === 'exposure' || kind === 'patient' ? kind : undefined;
}
