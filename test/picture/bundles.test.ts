import { describe, expect, it } from '@jest/globals';
import type { Bundle } from 'fhir/r4.js';
import type { HookRequest } from '../../src/request/hook-request.js';
import { type CaseCall, callOf } from '../support/case-call.js';
import { TODAY } from '../support/case-terms.js';
import { judgeOn, loadProjectDeck } from '../support/judge-story.js';

const deck = loadProjectDeck();
const URN = 'urn:uuid:11111111-1111-4111-8111-111111111111';
const AT_EHR = 'https://ehr.example.org/fhir/Medication/m1';
const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const code = { coding: [{ system: RXNORM, code: '1876380' }] };
const medication = { resourceType: 'Medication', code };

type Entry = { fullUrl?: string; resource: Record<string, unknown> };
const called = (one: CaseCall): HookRequest => structuredClone(callOf(one, deck));
const draftsIn = ({ context }: HookRequest): Entry[] => entriesOf(context.draftOrders);
const sentIn = ({ prefetch }: HookRequest, key: string): Entry[] => entriesOf(prefetch?.[key]);
const entriesOf = (bundle: unknown) => ((bundle as Bundle).entry ?? []) as unknown as Entry[];
const pictureOf = (request: HookRequest) => judgeOn(deck, request, TODAY).picture;

const FORMS: readonly (readonly [form: string, reference: string, medication: Entry])[] = [
  ['a urn, and no id', URN, { fullUrl: URN, resource: medication }],
  ['a urn, and another id', URN, { fullUrl: URN, resource: { ...medication, id: 'm1' } }],
  ['an address, and no id', AT_EHR, { fullUrl: AT_EHR, resource: medication }],
  ['an address that the reference is a part of', 'Medication/m1', { fullUrl: AT_EHR, resource: medication }],
  ['a urn of its id', URN, { resource: { ...medication, id: URN.slice('urn:uuid:'.length) } }],
  ['its id alone', 'Medication/m1', { resource: { ...medication, id: 'm1' } }],
];

describe('a Medication in the same Bundle', () => {
  it.each(FORMS)('is the drug of the order that names it by %s', (_, reference, entry) => {
    const request = called({ start: 'naive' });
    const [order] = draftsIn(request);
    delete order?.resource.medicationCodeableConcept;
    Object.assign(order?.resource ?? {}, { medicationReference: { reference } });
    draftsIn(request).push(entry);
    expect(pictureOf(request).orders.ocrelizumab).toMatchObject({ isPresent: true });
  });

  it.each(FORMS)('is the drug of the dose that names it by %s', (_, reference, entry) => {
    const request = called({ start: 'maintenance' });
    for (const { resource } of sentIn(request, 'administrations')) {
      delete resource.medicationCodeableConcept;
      resource.medicationReference = { reference };
    }
    sentIn(request, 'administrations').push(entry);
    expect(pictureOf(request).exposure).toMatchObject({ doseCount: 3, isCertain: true });
  });

  it('is that of the server the order itself stands at, where two have the same id', () => {
    const request = called({ start: 'naive' });
    const [order] = draftsIn(request);
    delete order?.resource.medicationCodeableConcept;
    Object.assign(order?.resource ?? {}, { medicationReference: { reference: 'Medication/m1' } });
    Object.assign(order ?? {}, { fullUrl: 'https://ehr.example.org/fhir/MedicationRequest/o1' });
    const saline = { resourceType: 'Medication', id: 'm1', code: { text: 'saline' } };
    draftsIn(request).push(
      { fullUrl: AT_EHR, resource: { ...medication, id: 'm1' } },
      { fullUrl: 'https://other.example.org/fhir/Medication/m1', resource: saline },
    );
    expect(pictureOf(request).orders.ocrelizumab).toMatchObject({ isPresent: true });
  });
});

describe('the Patient in the same Bundle', () => {
  const named = (patientId: string) => {
    const request = called({ start: 'naive' });
    for (const { resource } of draftsIn(request)) resource.subject = { reference: URN };
    draftsIn(request).push({ fullUrl: URN, resource: { resourceType: 'Patient', id: patientId } });
    return pictureOf(request).orders.ocrelizumab;
  };

  it('is whom orders are for that name the address', () => {
    expect(named('case')).toMatchObject({ isPresent: true });
    expect(named('other')).toMatchObject({ state: 'unavailable', isForAnother: true });
  });
});

describe('orders that are selected by their address', () => {
  it('are selected', () => {
    const request = called({ start: 'naive', hook: 'order-select' });
    draftsIn(request).forEach((entry, n) => {
      entry.fullUrl = `${URN.slice(0, -1)}${n}`;
      delete entry.resource.id;
    });
    const selecting = (n: number): HookRequest => ({
      ...request,
      context: { ...request.context, selections: [`${URN.slice(0, -1)}${n}`] },
    });
    expect(pictureOf(selecting(0)).orders.ocrelizumab).toMatchObject({ isPresent: true });
    expect(pictureOf(selecting(1)).orders.ocrelizumab).toMatchObject({ isPresent: false });
  });
});

describe('resources of one id', () => {
  it.each(['', 'unsaved'])('are each an order on the screen: "%s"', (id) => {
    const request = called({ start: 'naive' });
    draftsIn(request).reverse();
    for (const { resource } of draftsIn(request)) resource.id = id;
    const { orders } = pictureOf(request);
    expect(orders.ocrelizumab).toMatchObject({ isPresent: true, count: 1 });
    expect(orders.methylprednisolone).toMatchObject({ isPresent: true });
  });

  it.each([
    ['none of them has an address', () => ({})],
    ['each stands at a server of its own', (n: number) => ({ fullUrl: `https://s${n}.org/Observation/1` })],
  ])('are each a result where %s', (_, address) => {
    const request = called({ start: 'naive' });
    sentIn(request, 'immunoglobulins').forEach((entry, n) => {
      entry.resource.id = '1';
      Object.assign(entry, address(n));
    });
    const { igg, iga, igm } = pictureOf(request).labs;
    for (const lab of [igg, iga, igm]) expect(lab).toMatchObject({ isPresent: true });
  });

  it.each([
    ['word for word the same', {}, {}],
    ['at one address, whichever version', { fullUrl: 'https://s.org/x' }, { note: [{ text: 'changed' }] }],
  ])('are one order where they are %s', (_, address, change) => {
    const request = called({ start: 'naive' });
    const [order] = draftsIn(request);
    Object.assign(order ?? {}, address);
    const again = structuredClone(order) as Entry;
    Object.assign(again.resource, change);
    draftsIn(request).push(again);
    expect(pictureOf(request).orders.ocrelizumab).toMatchObject({ count: 1 });
  });

  it('are one order where the third repeats the first, and the second is another', () => {
    const request = called({ start: 'naive' });
    const [order] = draftsIn(request) as [Entry];
    Object.assign(order, { fullUrl: 'https://s1.org/MedicationRequest/1' });
    const other = { ...structuredClone(order), fullUrl: 'https://s2.org/MedicationRequest/1' };
    draftsIn(request).push(other, structuredClone(order), structuredClone(other));
    expect(pictureOf(request).orders.ocrelizumab).toMatchObject({ count: 2 });
  });
});
