import fc from 'fast-check';
import { prefetchFromBundle } from '../../src/gather/from-bundle.js';
import { deepFreeze } from '../../src/request/deep-freeze.js';
import type { HookName, HookRequest } from '../../src/request/hook-request.js';
import type { RecordLine } from '../support/case-lines.js';
import { bundleOf, patient, resourceOf } from '../support/case-record.js';
import { adverseEvent, allergy, condition, given, report, stay, vaccine } from './random-history.js';
import { labLine } from './random-lab.js';
import { ocrelizumabOrder, otherOrder, service, signed } from './random-orders.js';
import { deck } from './told-calls.js';
import { mostly } from './value-set-codes.js';

/** Somebody with a record and perhaps orders, put together by chance from what the deck knows. */
export interface RandomPatient {
  readonly hook: HookName;
  readonly who: { readonly sex: string; readonly birthDate: string };
  readonly record: readonly RecordLine[];
  readonly orders: readonly RecordLine[];
}

const recordLine: fc.Arbitrary<RecordLine> = fc.oneof(
  { arbitrary: labLine, weight: 10 },
  { arbitrary: condition, weight: 6 },
  { arbitrary: given, weight: 5 },
  { arbitrary: signed, weight: 3 },
  { arbitrary: allergy, weight: 2 },
  { arbitrary: vaccine, weight: 2 },
  { arbitrary: service, weight: 2 },
  { arbitrary: adverseEvent, weight: 1 },
  { arbitrary: stay, weight: 1 },
  { arbitrary: report, weight: 1 },
);

export const randomPatient: fc.Arbitrary<RandomPatient> = fc.record({
  hook: fc.constantFrom<HookName>('order-sign', 'order-sign', 'order-select', 'patient-view'),
  who: fc.record({
    sex: fc.constantFrom('female', 'male', 'other', 'unknown'),
    birthDate: mostly(
      fc.integer({ min: 1940, max: 2007 }).map((year) => `${year}-05-04`),
      fc.constantFrom('2016-03-03', '2010-01-01', '1985', '1990-07'),
    ),
  }),
  record: fc.array(recordLine, { maxLength: 30 }),
  orders: fc
    .tuple(
      mostly(fc.array(ocrelizumabOrder, { minLength: 1, maxLength: 2 }), fc.constant([])),
      fc.array(otherOrder, { maxLength: 3 }),
    )
    .map((orders) => orders.flat()),
});

/** The call for somebody, frozen as the service freezes it; keys in `unsent` were not sent. */
export function requestFor(
  { hook, who, record, orders }: RandomPatient,
  unsent: readonly string[] = [],
): HookRequest {
  const resources = record.map((line, index) => resourceOf(line, index));
  const drafts = orders.map((line, index) => resourceOf(line, 1000 + index, true));
  const prefetch = prefetchFromBundle(
    bundleOf([patient(who), ...resources]),
    deck.hooks[hook].templates,
    'case',
  );
  const request = {
    hook,
    hookInstance: '5a1f0c7e-5a0a-4c3c-9a39-2a6f8b0e7d11',
    context: {
      userId: 'Practitioner/p1',
      patientId: 'case',
      encounterId: 'visit',
      ...(hook !== 'patient-view' && { draftOrders: bundleOf(drafts) }),
      ...(hook === 'order-select' && {
        selections: drafts.map(({ resourceType, id }) => `${resourceType}/${id}`),
      }),
    },
    prefetch: Object.fromEntries(Object.entries(prefetch).filter(([key]) => !unsent.includes(key))),
  };
  deepFreeze(request);
  return request;
}
