import { describe, expect, it } from '@jest/globals';
import * as bundles from './examples/bundles.js';
import * as chart from './examples/chart.js';
import { faultyBundles } from './examples/faulty-bundles.js';
import { faultyChart } from './examples/faulty-chart.js';
import { faultyDosages } from './examples/faulty-dosages.js';
import { faultyLabOrders } from './examples/faulty-lab-orders.js';
import { faultyLabs } from './examples/faulty-labs.js';
import { faultyOrders } from './examples/faulty-orders.js';
import { faultyPatients } from './examples/faulty-patients.js';
import * as labs from './examples/labs.js';
import * as orders from './examples/orders.js';
import * as patients from './examples/patient.js';
import { isJsonObject } from './json-object.js';
import { validateR4 } from './validate-r4.js';

const { PATIENT_URN: _, ...bundlesAlone } = bundles;
const valid = Object.entries({ ...orders, ...labs, ...chart, ...patients, ...bundlesAlone });

describe('a valid resource has no problems', () => {
  it.each(valid)('%s', (_name, resource) => {
    expect(validateR4(resource)).toEqual([]);
  });

  it('is not changed by the check', () => {
    const frozen = deepFrozen(structuredClone(bundles.collection));
    expect(validateR4(frozen)).toEqual([]);
  });
});

const nonsense: readonly [what: string, resource: unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', '{"resourceType":"Patient"}'],
  ['an array of resources', [patients.patient]],
  ['an object of no type', { id: 'p1' }],
  ['a data type', { resourceType: 'Quantity', value: 390 }],
  ['an abstract type', { resourceType: 'DomainResource', id: 'x' }],
  ['a profile', { resourceType: 'vitalsigns', id: 'x' }],
  ['a member of every object', { resourceType: 'constructor', id: 'x' }],
];

describe('a faulty resource is found out', () => {
  const faulty = {
    faultyOrders,
    faultyDosages,
    faultyLabOrders,
    faultyLabs,
    faultyChart,
    faultyPatients,
    faultyBundles,
  };
  describe.each(Object.entries(faulty))('%s', (_name, faults) => {
    it.each(faults)('%s', (_fault, resource, problem) => {
      expect(validateR4(resource)).toContainEqual(expect.stringContaining(problem));
    });
  });

  it.each(nonsense)('%s is no resource', (_what, resource) => {
    const problem = /^\(resource\): must be|no R4 resource type$/;
    expect(validateR4(resource)).toContainEqual(expect.stringMatching(problem));
  });
});

describe('a valid resource with any one member emptied, or of another JSON type, has a problem', () => {
  it.each(valid)('%s', (_name, resource) => {
    const copies = [
      ...alteredCopies(resource, () => ({})),
      ...alteredCopies(resource, (value) => (typeof value === 'number' ? 'five' : 5)),
    ];
    expect(copies.length).toBeGreaterThan(0);
    const unnoticed = copies.filter(({ faulty }) => validateR4(faulty).length === 0);
    expect(unnoticed.map(({ path }) => path)).toEqual([]);
  });
});

interface AlteredCopy {
  readonly path: string;
  readonly faulty: unknown;
}

/** One copy for every member at any depth, with only that member altered. */
function alteredCopies(
  value: unknown,
  alter: (value: unknown) => unknown,
  path = '',
): readonly AlteredCopy[] {
  const members: readonly (readonly [string, unknown])[] =
    isJsonObject(value) || Array.isArray(value) ? Object.entries(value) : [];
  return members.flatMap(([member, child]) => {
    const at = `${path}/${member}`;
    return [{ path: at, faulty: alter(child) }, ...alteredCopies(child, alter, at)].map((copy) => ({
      path: copy.path,
      faulty: Array.isArray(value)
        ? value.with(Number(member), copy.faulty)
        : Object.assign({}, value, { [member]: copy.faulty }),
    }));
  });
}

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null)
    for (const child of Object.values(value)) deepFrozen(child);
  return Object.freeze(value);
}
