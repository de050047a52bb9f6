import { describe, expect, it } from '@jest/globals';
import type { HookName } from '../../src/request/hook-request.js';
import { missingOrders } from '../../src/request/missing-orders.js';
import { parseHookRequest } from '../../src/request/parse-hook-request.js';
import { orderSign, type RequestBody } from './requests.js';

const order = { resource: { resourceType: 'MedicationRequest', status: 'draft' } };
const bundleOf = (...entry: readonly unknown[]) => ({ resourceType: 'Bundle', type: 'collection', entry });

function missingOf(context: object, hook: HookName = 'order-sign') {
  const { context: given }: RequestBody = orderSign();
  return missingOrders(parseHookRequest({ ...orderSign({ hook }), context: { ...given, ...context } }, hook));
}

describe('what a call lacks of its orders', () => {
  it.each<[string, object, ReturnType<typeof missingOrders>]>([
    ['nothing of orders that can be read', { draftOrders: bundleOf(order, order) }, undefined],
    ['all, where Epic was given no scope', { draftOrders: undefined }, 'not-sent'],
    [
      'all, where they stand where 1.x had them',
      { draftOrders: undefined, orders: bundleOf(order) },
      'not-sent',
    ],
    ['all of an empty Bundle', { draftOrders: bundleOf() }, 'empty'],
    ['all of a Bundle without entries', { draftOrders: { resourceType: 'Bundle' } }, 'empty'],
    ['those without a resource', { draftOrders: bundleOf(order, { fullUrl: 'urn:x' }) }, 'unreadable'],
    ['those that stand bare', { draftOrders: bundleOf(order.resource) }, 'unreadable'],
    ['those that are no resource', { draftOrders: bundleOf(null, 7, { resource: 'x' }) }, 'unreadable'],
  ])('is %s', (_, context, expected) => {
    expect(missingOf(context)).toBe(expected);
    expect(missingOf(context, 'order-select')).toBe(expected);
  });

  it('is nothing at patient-view, which has no orders', () => {
    expect(missingOf({ draftOrders: undefined }, 'patient-view')).toBeUndefined();
  });
});
