import { describe, expect, it } from '@jest/globals';
import { assertValidDiscovery } from '../../src/request/discovery-schema.js';

describe('assertValidDiscovery', () => {
  const SERVICE = {
    id: 'ocrelizumab-order-sign',
    hook: 'order-sign',
    title: 'Ocrelizumab',
    description: 'Checks the order',
    prefetch: {
      patient: 'Patient/{{context.patientId}}',
      user: '{{context.userId}}',
      labs: 'Observation?patient={{context.patientId}}&code=http://loinc.org|5196-1,http://loinc.org|2465-3&_sort=-date',
    },
  };

  function service(changes: object): object {
    return JSON.parse(JSON.stringify({ services: [{ ...SERVICE, ...changes }] }));
  }

  it.each([
    ['no services', { services: [] }],
    ['a service with prefetch', service({})],
    ['a service without prefetch', service({ prefetch: undefined })],
  ])('accepts %s', (_what, discovery) => {
    expect(() => assertValidDiscovery(discovery)).not.toThrow();
  });

  it.each([
    ['/services', {}],
    ['/services/0/id', service({ id: 'a/b' })],
    ['/services/0/description', service({ description: '' })],
    ['/services/0/name', service({ name: 'x' })],
    ['/services/0/prefetch', service({ prefetch: {} })],
    ['/services/0/prefetch/a', service({ prefetch: { a: '/Patient/{{context.patientId}}' } })],
    ['/services/0/prefetch/a', service({ prefetch: { a: 'https://x/Patient/1' } })],
    ['/services/0/prefetch/a', service({ prefetch: { a: 'Patient/{{context.draftOrders.id}}' } })],
    ['/services/0/prefetch/a', service({ prefetch: { a: 'Patient?date=ge{{today() - 90 days}}' } })],
  ])('refuses a fault at %s', (pointer, discovery) => {
    expect(() => assertValidDiscovery(discovery)).toThrow(`${pointer} `);
  });
});
