import { describe, expect, it } from '@jest/globals';
import { CdsError } from '../../src/errors.js';
import type { HookName } from '../../src/request/hook-request.js';
import { parseHookRequest } from '../../src/request/parse-hook-request.js';
import { authorization, epicOrderSign, orderSelect, orderSign, patientView } from './requests.js';

function refusal(body: unknown, hook: HookName = 'order-sign'): CdsError {
  try {
    parseHookRequest(body, hook);
  } catch (error) {
    if (error instanceof CdsError) return error;
    throw error;
  }
  throw new Error('The request was accepted');
}

function withContext(changes: Record<string, unknown>): object {
  const request = orderSign();
  return { ...request, context: { ...request.context, ...changes } };
}

function nested(levels: number): unknown {
  return JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
}

describe('parseHookRequest', () => {
  it('gives back what the standard defines', () => {
    const { hook, hookInstance, context, prefetch } = orderSign();
    const fhirServer = 'https://ehr.example.org/fhir';
    const fhirAuthorization = authorization();
    expect(parseHookRequest(orderSign({ fhirServer, fhirAuthorization }), 'order-sign')).toEqual({
      hook,
      hookInstance,
      fhirServer,
      fhirAuthorization: { access_token: fhirAuthorization.access_token },
      context,
      prefetch,
    });
  });

  it.each([
    ['order-sign', orderSign()],
    ['order-select', orderSelect()],
    ['patient-view', patientView()],
  ] as const)('accepts a call of %s', (hook, body) => {
    expect(parseHookRequest(body, hook).hook).toBe(hook);
  });

  it('accepts the shapes Epic sends', () => {
    const request = parseHookRequest(epicOrderSign(), 'order-sign');
    expect(request.fhirAuthorization?.access_token).toBe('bearertoken.with-dots_and~more');
    expect(request.context.draftOrders?.entry).toHaveLength(2);
    expect(Object.keys(request.prefetch ?? {})).toEqual(['-user', 'labs']);
    expect(request).not.toHaveProperty('extension');
  });

  it.each([
    ['no prefetch', { ...orderSign(), prefetch: undefined }],
    ['an empty prefetch', orderSign({ prefetch: {} })],
    [
      'garbage under prefetch keys',
      orderSign({ prefetch: { a: null, b: '<html>', c: 7, d: [], e: true, f: '' } }),
    ],
    ['a hookInstance that is no UUID', orderSign({ hookInstance: '1' })],
    ['fhirServer without a token', orderSign({ fhirServer: 'http://localhost:8080/fhir' })],
    ['no draftOrders', withContext({ draftOrders: undefined })],
    ['draftOrders without entries', withContext({ draftOrders: { resourceType: 'Bundle' } })],
    [
      'draftOrders with garbage for entries',
      withContext({ draftOrders: { resourceType: 'Bundle', entry: [null, 7, 'x', {}] } }),
    ],
    ['no encounter', withContext({ encounterId: undefined })],
    ['an id with an underscore', withContext({ patientId: 'pat_1' })],
    ['an id of 256 characters', withContext({ patientId: 'a'.repeat(256) })],
    [
      'unknown members',
      { ...withContext({ extension: { a: 1 }, more: [] }), extension: {}, futureMember: null },
    ],
  ])('accepts %s', (_what, body) => {
    expect(parseHookRequest(JSON.parse(JSON.stringify(body)), 'order-sign').hook).toBe('order-sign');
  });

  it('accepts order-select without selections', () => {
    const { selections: _left, ...context } = orderSelect().context;
    expect(parseHookRequest({ ...orderSelect(), context }, 'order-select').context).toEqual(context);
  });

  it('leaves out orders that the hook does not define', () => {
    const body = { ...patientView(), context: { ...patientView().context, draftOrders: 7, selections: 7 } };
    expect(parseHookRequest(body, 'patient-view').context).toEqual(patientView().context);
  });

  it.each([
    ['a string', 'hook'],
    ['null', null],
    ['a number', 1],
    ['nothing', undefined],
    ['an array', [orderSign()]],
  ])('refuses %s for a body', (_what, body) => {
    expect(refusal(body)).toMatchObject({ code: 'invalid-request', status: 400 });
  });

  it.each([
    ['/hook', orderSign({ hook: undefined })],
    ['/hook', orderSign({ hook: 7 })],
    ['/hook', orderSign({ hook: '' })],
    ['/hookInstance', orderSign({ hookInstance: undefined })],
    ['/hookInstance', orderSign({ hookInstance: '' })],
    ['/hookInstance', orderSign({ hookInstance: {} })],
    ['/context', orderSign({ context: undefined })],
    ['/context', orderSign({ context: null })],
    ['/context', orderSign({ context: [] })],
    ['/context/userId', withContext({ userId: undefined })],
    ['/context/userId', withContext({ userId: '' })],
    ['/context/patientId', withContext({ patientId: undefined })],
    ['/context/patientId', withContext({ patientId: 1288992 })],
    ['/context/draftOrders', withContext({ draftOrders: null })],
    ['/context/draftOrders', withContext({ draftOrders: [] })],
    ['/context/draftOrders', withContext({ draftOrders: '{}' })],
    ['/context/draftOrders/resourceType', withContext({ draftOrders: {} })],
    ['/context/draftOrders/resourceType', withContext({ draftOrders: { entry: [] } })],
    ['/context/draftOrders/resourceType', withContext({ draftOrders: { resourceType: 'Parameters' } })],
    [
      '/context/draftOrders/resourceType',
      withContext({ draftOrders: { resourceType: 'MedicationRequest' } }),
    ],
    ['/context/draftOrders/entry', withContext({ draftOrders: { resourceType: 'Bundle', entry: {} } })],
    ['/prefetch', orderSign({ prefetch: [] })],
    ['/prefetch', orderSign({ prefetch: 'none' })],
  ])('refuses a fault at %s', (pointer, body) => {
    const error = refusal(JSON.parse(JSON.stringify(body)));
    expect(error.code).toBe('invalid-request');
    expect(error.expressions).toEqual([pointer]);
    expect(error.message).toContain(pointer);
  });

  // What can be done without is no reason to refuse: the order would go unchecked, prefetch and all.
  it.each([
    ['expires_in', '300'],
    ['expires_in', undefined],
    ['scope', undefined],
    ['subject', undefined],
    ['subject', 7],
    ['patient', {}],
    ['token_type', undefined],
    ['token_type', 'BEARER'],
  ])('uses a token lent with %s %j', (member, value) => {
    const fhirAuthorization = { ...authorization(), [member]: value };
    const body = orderSign({ fhirServer: 'https://ehr.example.org', fhirAuthorization });
    expect(parseHookRequest(body, 'order-sign').fhirAuthorization).toEqual({
      access_token: authorization().access_token,
    });
  });

  it.each([
    ['no token', { ...authorization(), access_token: undefined }],
    ['an empty token', { ...authorization(), access_token: '' }],
    ['a token that would end its header', { ...authorization(), access_token: 'token\r\nX-Injected: 1' }],
    ['another kind of token', { ...authorization(), token_type: 'Basic' }],
    ['a token of no kind', { ...authorization(), token_type: null }],
    ['null', null],
    ['an array', [authorization()]],
    ['a string', 'some-opaque-fhir-access-token'],
  ])('takes %s for no access', (_what, fhirAuthorization) => {
    const body = orderSign({ fhirServer: 'https://ehr.example.org', fhirAuthorization });
    expect(parseHookRequest(body, 'order-sign')).not.toHaveProperty('fhirAuthorization');
  });

  it.each([[''], [null], [7], ['ehr.example.org/fhir'], ['file:///etc/passwd'], [undefined]])(
    'takes a token for the server %j for no access',
    (fhirServer) => {
      const request = parseHookRequest(
        orderSign({ fhirServer, fhirAuthorization: authorization() }),
        'order-sign',
      );
      expect(request).not.toHaveProperty('fhirServer');
      expect(request).not.toHaveProperty('fhirAuthorization');
    },
  );

  it.each([[''], [null], [7], [{}]])('takes the encounter %j for none', (encounterId) => {
    const { context } = parseHookRequest(withContext({ encounterId }), 'order-sign');
    expect(context).not.toHaveProperty('encounterId');
  });

  it('takes "prefetch": null for none: what is needed is fetched, or named as not checked', () => {
    expect(parseHookRequest(orderSign({ prefetch: null }), 'order-sign')).not.toHaveProperty('prefetch');
  });

  it.each([
    '',
    ' ',
    'a b',
    'a\n',
    'a/b',
    'Patient/1',
    '../1',
    '..',
    '.',
    'a..b',
    'a&b',
    'a?b',
    'a#b',
    'a,b',
    'a|b',
    'a$b',
    'a%2fb',
    '1\u0000',
    'é',
    'a'.repeat(257),
  ])('refuses %j as a patient id', (patientId) => {
    expect(refusal(withContext({ patientId })).expressions).toEqual(['/context/patientId']);
  });

  it.each([[7], ['MedicationRequest/1'], [['MedicationRequest/1', 7]], [['']], [[null]]])(
    'refuses selections %j',
    (selections) => {
      const body = { ...orderSelect(), context: { ...orderSelect().context, selections } };
      expect(refusal(body, 'order-select').expressions).toEqual(['/context/selections']);
    },
  );

  it('refuses a call for another hook, before anything else', () => {
    expect(refusal({ hook: 'patient-view' })).toMatchObject({
      code: 'hook-mismatch',
      status: 400,
      expressions: ['/hook'],
      message: expect.stringContaining('order-sign'),
    });
  });

  it('names every fault at once', () => {
    const error = refusal({ hook: 'order-sign', context: { patientId: 7 }, prefetch: [] });
    expect([...error.expressions].sort()).toEqual([
      '/context/patientId',
      '/context/userId',
      '/hookInstance',
      '/prefetch',
    ]);
    expect(error.message).toContain('/hookInstance is missing');
    expect(error.message).toContain('/prefetch must be a JSON object of prefetch keys');
  });

  it('answers a million faults in one line', () => {
    const selections = new Array(1_000_000).fill(7);
    const error = refusal(
      { ...orderSelect(), context: { ...orderSelect().context, selections } },
      'order-select',
    );
    expect(error.message.length).toBeLessThan(500);
  });

  it.each([250, 100_000])('refuses %i levels of nesting', (levels) => {
    for (const body of [
      orderSign({ prefetch: { deep: nested(levels) } }),
      orderSign({ extension: nested(levels) }),
      withContext({ draftOrders: { resourceType: 'Bundle', entry: [nested(levels)] } }),
    ]) {
      expect(refusal(body)).toMatchObject({
        code: 'invalid-request',
        message: expect.stringContaining('200'),
      });
    }
  });

  it('accepts 190 levels of nesting', () => {
    expect(parseHookRequest(orderSign({ prefetch: { deep: nested(190) } }), 'order-sign').hook).toBe(
      'order-sign',
    );
  });

  it('freezes everything it gives back', () => {
    const body = orderSign({ fhirServer: 'https://ehr.example.org', fhirAuthorization: authorization() });
    const reachable: unknown[] = [parseHookRequest(body, 'order-sign')];
    let count = 0;
    for (let node = reachable.pop(); node !== undefined; node = reachable.pop()) {
      if (typeof node !== 'object' || node === null) continue;
      expect(Object.isFrozen(node)).toBe(true);
      reachable.push(...Object.values(node));
      count += 1;
    }
    expect(count).toBeGreaterThan(8);
  });

  it('drops members named __proto__ wherever they stand', () => {
    const body = JSON.parse(
      '{"__proto__":{"polluted":1},"hook":"order-sign","hookInstance":"1","context":{"__proto__":{"encounterId":"stolen"},"userId":"Practitioner/1","patientId":"1"},"prefetch":{"__proto__":{"labs":{}},"labs":{"__proto__":{"resourceType":"Bundle"}}}}',
    );
    const request = parseHookRequest(body, 'order-sign');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(request.context.encounterId).toBeUndefined();
    expect(Object.keys(request.prefetch ?? {})).toEqual(['labs']);
    expect(Object.keys(request.prefetch?.labs ?? {})).toEqual([]);
  });

  it.each(['toString', 'valueOf'])(
    'drops members named %s, so that anything can be put into a text',
    (name) => {
      const id = { [name]: null, nested: [{ [name]: 7 }] };
      const { prefetch = {} } = parseHookRequest(
        { ...orderSign(), prefetch: { labs: { resourceType: 'Observation', id } } },
        'order-sign',
      );
      expect(() => `${(prefetch.labs as { id: unknown }).id}`).not.toThrow();
      expect(prefetch.labs).toEqual({ resourceType: 'Observation', id: { nested: [{}] } });
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])('does not take an inherited member for %s', (hook) => {
    expect(refusal({ hook, hookInstance: '1', context: {} }).code).toBe('hook-mismatch');
    expect(refusal(JSON.parse('{"__proto__":{"hook":"order-sign"}}')).expressions).toContain('/hook');
  });
});
