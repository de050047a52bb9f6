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

  it.each<[string, readonly string[] | undefined, ReturnType<typeof missingOrders>]>([
    ['nothing where each selection names one', ['MedicationRequest/o1', 'o2'], undefined],
    ['nothing where it is written a little otherwise', [' medicationrequest/o1 '], undefined],
    ['nothing where it is an address', ['urn:uuid:1b7bd2a4-9ad2-4ff6-bd0b-47fbb4a9ab33'], undefined],
    ['nothing where none is told, and all are judged', undefined, undefined],
    ['the one that a selection names and nobody sent', ['MedicationRequest/o3'], 'selection-not-found'],
    ['one of two that are selected', ['MedicationRequest/o1', 'MedicationRequest/O2'], 'selection-not-found'],
  ])('is %s', (_, selections, expected) => {
    const draftOrders = bundleOf(
      { resource: { ...order.resource, id: 'o1' } },
      {
        fullUrl: 'urn:uuid:1b7bd2a4-9ad2-4ff6-bd0b-47fbb4a9ab33',
        resource: { ...order.resource, id: 'o2' },
      },
    );
    expect(missingOf({ draftOrders, selections }, 'order-select')).toBe(expected);
    expect(missingOf({ draftOrders, selections }, 'order-sign')).toBeUndefined();
  });

  it('is nothing where a selection leads nowhere and an order without an id is taken for it', () => {
    const context = { draftOrders: bundleOf(order), selections: ['MedicationRequest/new-1'] };
    expect(missingOf(context, 'order-select')).toBeUndefined();
  });

  it('is nothing at patient-view, which has no orders', () => {
    expect(missingOf({ draftOrders: undefined }, 'patient-view')).toBeUndefined();
  });
});
