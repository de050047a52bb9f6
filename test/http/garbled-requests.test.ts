import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { HOOKS } from '../../src/request/hook-request.js';
import { assertValidResponse } from '../../src/request/response-schema.js';
import { storyRequest } from '../../src/stories/story-request.js';
import { PROPERTY_MS, runs } from '../properties/runs.js';
import { type Hospital, openHospital } from '../support/hospital.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';
import { type Answer, postJson } from './cds-service.js';

/** Opening the service compiles the deck, which takes its time on a busy machine. */
jest.setTimeout(60_000);

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Path = readonly (string | number)[];

const deck = loadProjectDeck();
const calls = HOOKS.map((hook) => {
  const story = stories.get('maintenance-liver-injury');
  if (!story) throw new Error('the story is gone');
  const body = storyRequest(story, hook, deck) as unknown as Json;
  return { hook, body, places: placesIn(body) };
});

let hospital: Hospital;
beforeAll(async () => {
  hospital = await openHospital({ now: Date.parse('2026-03-02T12:00:00Z') });
});
afterAll(() => hospital.close());

function post(hook: string, body: unknown): Promise<Answer> {
  return postJson(`${hospital.url}/cds-services/ocrelizumab-${hook}`, body);
}

function nested(levels: number): Json {
  return JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
}

/** Written as text, since a literal `__proto__` would be no member but the prototype. */
const HOSTILE = JSON.parse(
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"hasOwnProperty":1,"toString":null}',
);

const anything = fc.oneof(
  {
    arbitrary: fc.constantFrom<Json>(null, true, 0, -1, 1e308, '', 'x', [], {}, [null], [[]], ['x'], [{}]),
    weight: 6,
  },
  { arbitrary: fc.constantFrom<Json>('x'.repeat(200_000), nested(150), nested(300), HOSTILE), weight: 2 },
  {
    arbitrary: fc.constantFrom<Json>('2026', '2026-02-30', 'urn:uuid:x', '<html>', '{{context.patientId}}'),
    weight: 2,
  },
  { arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>, weight: 2 },
);
const faults = fc.array(fc.tuple(fc.nat(), anything), { minLength: 1, maxLength: 3 });

function expectClear({ status, headers, json }: Answer): void {
  expect([200, 400]).toContain(status);
  expect(headers.get('content-type')).toMatch(/^application\/json\b/);
  if (status === 200) assertValidResponse(json);
  else expect(json).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] });
}

describe('a call in which something is not what the standard says', () => {
  it.each(calls.map((call) => [call.hook, call] as const))(
    'gets valid cards or a clear refusal at %s',
    async (hook, { body, places }) => {
      await fc.assert(
        fc.asyncProperty(faults, async (found) => {
          const garbled = found.reduce<Json>(
            (told, [at, value]) => replaced(told, places[at % places.length] ?? [], value),
            body,
          );
          expectClear(await post(hook, garbled));
        }),
        runs(60),
      );
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
    PROPERTY_MS,
  );

  it('leaves no 5xx and no stack in the log', () => {
    expect(hospital.log.filter((line) => /"level":(50|60)|\n? {4}at /.test(line))).toEqual([]);
  });
});

const GARBAGE: readonly (readonly [string, unknown])[] = [
  ['a number', 7],
  ['HTML', '<html><body>HTTP Status 500</body></html>'],
  ['a list', [{ resourceType: 'Bundle' }]],
  ['an empty object', {}],
  ['hostile members', HOSTILE],
  ['an error', { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] }],
  ['another resource', { resourceType: 'Appointment', id: 'x', status: 'booked' }],
  ['a bundle whose entries are no list', { resourceType: 'Bundle', entry: 'x' }],
  ['a bundle of garbage', { resourceType: 'Bundle', entry: [null, 7, { resource: 'x' }, { resource: {} }] }],
  ['a bundle with more pages', { resourceType: 'Bundle', link: [{ relation: 'next', url: 'https://x' }] }],
];

const keys = Object.keys(deck.hooks['order-sign'].templates).filter(
  (key) => deck.source.definitions.queries[key]?.supplementary !== true,
);

describe.each(keys)('garbage in the prefetch key %s', (key) => {
  it.each(GARBAGE)('is said not to have been checked: %s', async (_, garbage) => {
    const story = stories.get('naive-well');
    const request = story && storyRequest(story, 'order-sign', deck);
    const answer = await post('order-sign', {
      ...request,
      prefetch: { ...request?.prefetch, [key]: garbage },
    });
    expectClear(answer);
    expect(
      answer.json.cards?.map((card: { source: { topic: { code: string } } }) => card.source.topic.code),
    ).toContain('couldNotCheck');
  });
});

describe('what the service can do without', () => {
  const story = stories.get('hbv-carrier');
  const full = story && storyRequest(story, 'order-sign', deck);
  const lent = {
    access_token: 'token',
    token_type: 'Bearer',
    expires_in: 300,
    scope: 'user/*.read',
    subject: 'cds',
  };
  const fhirServer = 'http://127.0.0.1:1/fhir';

  it.each<[string, object]>([
    [
      'a token that says in words how long it lives',
      { fhirServer, fhirAuthorization: { ...lent, expires_in: '300' } },
    ],
    [
      'a token that does not say whose it is',
      { fhirServer, fhirAuthorization: { ...lent, subject: undefined } },
    ],
    ['"fhirAuthorization": null', { fhirServer, fhirAuthorization: null }],
    ['a token without a server', { fhirServer: '', fhirAuthorization: lent }],
    ['an encounter that is null', { context: { ...full?.context, encounterId: null } }],
    ['an encounter without an id', { context: { ...full?.context, encounterId: '' } }],
  ])('costs nobody the critical card: %s', async (_, changes) => {
    const { status, json } = await post('order-sign', { ...full, ...changes });
    expect(status).toBe(200);
    expect(json.cards).toContainEqual(
      expect.objectContaining({
        indicator: 'critical',
        source: expect.objectContaining({ topic: expect.objectContaining({ code: 'hbvActive' }) }),
      }),
    );
  });

  it('is named where prefetch lacks what it was lent for', async () => {
    const { allergies: _, ...prefetch } = full?.prefetch ?? {};
    const { json } = await post('order-sign', { ...full, prefetch, fhirServer, fhirAuthorization: null });
    const unchecked = json.cards.find(
      (card: { source: { topic: { code: string } } }) => card.source.topic.code === 'couldNotCheck',
    );
    expect(unchecked.detail).toContain('not sent by the EHR');
  });
});

describe('a draft order with an id that no reference can name', () => {
  it.each<[string, unknown]>([
    ['an object', { system: 'x' }],
    ['a number', 7],
    ['text of other letters', 'a:b~c+d='],
  ])('is checked, and nothing refers to it: %s', async (_, id) => {
    const story = stories.get('hbv-carrier');
    const call = story && storyRequest(story, 'order-sign', deck);
    const entry = call?.context.draftOrders?.entry?.map(({ resource }) => ({
      resource: { ...resource, id },
    }));
    const answer = await post('order-sign', {
      ...call,
      context: { ...call?.context, draftOrders: { resourceType: 'Bundle', entry } },
    });
    expectClear(answer);
    expect(answer.json.cards[0].source.topic.code).toBe('hbvActive');
    expect(answer.text).not.toMatch(/\[object|MedicationRequest\/|"delete"/);
  });
});

it('20 MB are too much', async () => {
  const answer = await post('order-sign', {
    hook: 'order-sign',
    prefetch: { conditions: 'x'.repeat(20_000_000) },
  });
  expect(answer.status).toBe(413);
  expect(answer.json).toMatchObject({ resourceType: 'OperationOutcome' });
});

function placesIn(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value)
    ? value.flatMap((item: Json, index) => placesIn(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => placesIn(item as Json, [...path, key]));
  return [path, ...inner];
}

/** The value with another in one place; where an earlier fault took the place away, as it is. */
function replaced(value: Json, [step, ...rest]: Path, by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: Json, i) => (i === step ? replaced(item, rest, by) : item));
  if (typeof value !== 'object' || value === null) return value;
  const members = value as { readonly [key: string]: Json };
  return Object.hasOwn(members, step)
    ? { ...members, [step]: replaced(members[step] ?? null, rest, by) }
    : value;
}
