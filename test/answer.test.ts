import { describe, expect, it } from '@jest/globals';
import { isConcerned, judge } from '../src/answer.js';
import { CdsError } from '../src/errors.js';
import { prefetchFromBundle } from '../src/gather/from-bundle.js';
import type { Gathered } from '../src/gather/prefetch-outcome.js';
import { readPrefetch } from '../src/gather/read-prefetch.js';
import { siteCalendar } from '../src/picture/site-calendar.js';
import type { HookName, HookRequest } from '../src/request/hook-request.js';
import type { RecordLine } from './support/case-lines.js';
import { bundleOf, patient, resourceOf } from './support/case-record.js';
import { TODAY } from './support/case-terms.js';
import { judgeOn, loadProjectDeck } from './support/judge-story.js';

const deck = loadProjectDeck();
const now = new Date(`${TODAY}T12:00:00Z`);
const calendar = siteCalendar('UTC')(now);
const OCREVUS: RecordLine = { rx: '1876380', mg: 300 };
const METHYLPREDNISOLONE: RecordLine = { rx: '1743704', mg: 100 };

function requestOf(
  hook: HookName,
  orders: readonly RecordLine[],
  prefetch?: HookRequest['prefetch'],
): HookRequest {
  const drafts = orders.map((line, i) => resourceOf(line, i, true));
  return {
    hook,
    hookInstance: '5a1f0c7e-5a0a-4c3c-9a39-2a6f8b0e7d11',
    context: {
      userId: 'Practitioner/p1',
      patientId: 'case',
      ...(hook !== 'patient-view' && { draftOrders: bundleOf(drafts) }),
      ...(hook === 'order-select' && { selections: drafts.map(({ id }) => `MedicationRequest/${id}`) }),
    },
    ...(prefetch && { prefetch }),
  };
}

function failureOf(judged: () => unknown): unknown {
  try {
    judged();
    return undefined;
  } catch (error) {
    return error;
  }
}

const failed = (hook: HookName): Gathered =>
  Object.fromEntries(
    Object.keys(deck.hooks[hook].templates).map((key) => [key, { state: 'failed', failure: 'timeout' }]),
  );

describe('where not one record of the patient could be obtained', () => {
  it.each(['order-select', 'order-sign'] as const)('%s with ocrelizumab is refused', (hook) => {
    const error = failureOf(() => judgeOn(deck, requestOf(hook, [OCREVUS]), TODAY));
    expect(error).toBeInstanceOf(CdsError);
    expect(error).toMatchObject({ code: 'data-unobtainable' });
    expect(String(error)).toContain('fhirAuthorization');
  });

  it('with the reason of each record, in words and for the log', () => {
    const { templates } = deck.hooks['order-sign'];
    const gathered: Gathered = {
      ...failed('order-sign'),
      patient: { state: 'failed', failure: 'unregistered-server' },
    };
    const error = failureOf(() =>
      judge(deck, { request: requestOf('order-sign', [OCREVUS]), gathered, calendar, now }),
    );
    expect(String(error)).toContain('FHIR server is not registered here (patient)');
    expect(String(error)).not.toContain('fhirAuthorization');
    expect(error).toMatchObject({
      reasons: expect.arrayContaining(['unregistered-server']),
      expressions: Object.keys(templates).map((key) => `prefetch.${key}`),
    });
  });

  it('so is a chart', () => {
    expect(failureOf(() => judgeOn(deck, requestOf('patient-view', []), TODAY))).toMatchObject({
      code: 'data-unobtainable',
    });
  });

  it('so it is where every request failed', () => {
    const request = requestOf('order-sign', [OCREVUS]);
    expect(
      failureOf(() => judge(deck, { request, gathered: failed('order-sign'), calendar, now })),
    ).toMatchObject({ code: 'data-unobtainable' });
  });

  it.each(['order-select', 'order-sign'] as const)('%s of another drug needs nothing', (hook) => {
    expect(judgeOn(deck, requestOf(hook, [METHYLPREDNISOLONE]), TODAY).cards).toEqual([]);
  });

  it('so does a session without orders', () => {
    expect(judgeOn(deck, requestOf('order-sign', []), TODAY).cards).toEqual([]);
  });

  it('one record is enough to answer, and to say what is missing', () => {
    const prefetch = { patient: patient() };
    const topics = judgeOn(deck, requestOf('order-sign', [OCREVUS], prefetch), TODAY).cards.map(
      ({ source }) => source.topic.code,
    );
    expect(topics).toEqual(expect.arrayContaining(['premedication', 'couldNotCheck']));
  });

  it('a record that is known to be empty is one', () => {
    const prefetch = { conditions: null };
    expect(judgeOn(deck, requestOf('order-sign', [OCREVUS], prefetch), TODAY).cards).not.toEqual([]);
  });
});

describe('whether a call is about the drug', () => {
  const gathered = (hook: HookName, record: readonly RecordLine[]): Gathered => {
    const { templates } = deck.hooks[hook];
    const bundle = bundleOf([patient(), ...record.map((line, i) => resourceOf(line, i))]);
    return readPrefetch(templates, prefetchFromBundle(bundle, templates, 'case'));
  };

  it('is told from the orders alone', () => {
    const nothing: Gathered = {};
    expect(
      isConcerned(deck, { request: requestOf('order-sign', [OCREVUS]), gathered: nothing, calendar }),
    ).toBe(true);
    expect(
      isConcerned(deck, {
        request: requestOf('order-sign', [METHYLPREDNISOLONE]),
        gathered: nothing,
        calendar,
      }),
    ).toBe(false);
  });

  it.each<[string, boolean, readonly RecordLine[]]>([
    ['a patient with a dose', true, [{ given: '1876380', mg: 600, monthsAgo: 3 }]],
    ['a patient with a signed order', true, [{ rx: '1876380', mg: 300, daysAgo: 3 }]],
    ['a patient off treatment', true, [{ given: '1876380', mg: 600, monthsAgo: 20 }]],
    ['a patient who never had it', false, [{ condition: '24700007', monthsAgo: 20 }]],
  ])('on the chart, of %s: %s', (_, expected, record) => {
    const request = requestOf('patient-view', []);
    expect(isConcerned(deck, { request, gathered: gathered('patient-view', record), calendar })).toBe(
      expected,
    );
  });

  it('on the chart is open where doses could not be looked for', () => {
    const request = requestOf('patient-view', []);
    expect(isConcerned(deck, { request, gathered: failed('patient-view'), calendar })).toBe(true);
  });
});

describe('a bundle of orders with holes in it', () => {
  it.each<[string, unknown]>([
    ['null entries', [null, { resource: resourceOf(OCREVUS, 0, true) }]],
    ['entries without a resource', [{ fullUrl: 'urn:uuid:1' }, { resource: resourceOf(OCREVUS, 0, true) }]],
    ['entries of null resources', [{ resource: null }, { resource: resourceOf(OCREVUS, 0, true) }]],
    ['resources without a type', [{ resource: {} }, { resource: resourceOf(OCREVUS, 0, true) }]],
    ['resources that are texts', [{ resource: 'x' }, { resource: resourceOf(OCREVUS, 0, true) }]],
  ])('with %s still has its order', (_, entry) => {
    const request = requestOf('order-sign', [], { patient: patient() });
    const draftOrders = { resourceType: 'Bundle', entry } as unknown as HookRequest['context']['draftOrders'];
    const { cards } = judgeOn(
      deck,
      { ...request, context: { ...request.context, ...(draftOrders && { draftOrders }) } },
      TODAY,
    );
    expect(cards.map(({ source }) => source.topic.code)).toContain('premedication');
  });

  it.each<[string, unknown]>([
    ['no bundle', undefined],
    ['a bundle without entries', { resourceType: 'Bundle' }],
    ['a bundle whose entries are no list', { resourceType: 'Bundle', entry: {} }],
  ])('%s has none', (_, draftOrders) => {
    const request = requestOf('order-sign', []);
    const context = { ...request.context, draftOrders } as HookRequest['context'];
    expect(judgeOn(deck, { ...request, context }, TODAY).cards).toEqual([]);
  });
});
