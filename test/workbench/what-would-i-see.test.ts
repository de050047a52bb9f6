import { describe, expect, it } from '@jest/globals';
import type { Bundle } from 'fhir/r4.js';
import { readGivenCall } from '../../src/given-call/given-call.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';
import type { HookName } from '../../src/request/hook-request.js';
import { storyRequest } from '../../src/stories/story-request.js';
import { type Explained, explain } from '../../src/workbench/explain/explained.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';
import { validateR4 } from '../support/r4/validate-r4.js';

const deck = loadProjectDeck();
const now = new Date('2026-03-02T12:00:00Z');
const calendar = siteCalendar('UTC')(now);

function bundleOf(name: string): Bundle {
  const story = stories.get(name);
  if (!story) throw new Error(`no story ${name}`);
  return structuredClone(story.bundle);
}

function read(value: unknown, hook: HookName = 'order-sign') {
  return readGivenCall(typeof value === 'string' ? value : JSON.stringify(value), hook, deck, calendar);
}

function problemOf(value: unknown) {
  const given = read(value);
  if (given.ok) throw new Error('it could be read');
  return given.problem;
}

function explained(value: unknown, hook?: HookName): Explained {
  const given = read(value, hook);
  if (!given.ok) throw new Error(given.problem.text);
  const explanation = explain(deck, given.request, calendar, now);
  if (explanation.kind !== 'explained') throw new Error(explanation.text);
  return explanation;
}

describe('what is pasted', () => {
  it('may be the call of a hook', () => {
    const request = storyRequest(stories.get('naive-low-igg') as never, 'order-sign', deck);
    expect(read(request)).toMatchObject({ ok: true, notes: [], request: { hook: 'order-sign' } });
  });

  it('is not followed to its FHIR server, and that is said', () => {
    const request = storyRequest(stories.get('naive-low-igg') as never, 'order-sign', deck);
    expect(read({ ...request, fhirServer: 'https://ehr.example.org/fhir' })).toMatchObject({
      ok: true,
      notes: [expect.stringContaining('not contacted')],
    });
  });

  it('may be a record, judged with the draft orders in it', () => {
    const bundle = bundleOf('naive-low-igg');
    const drafts = stories.get('naive-low-igg')?.draftOrders?.entry ?? [];
    const given = read({ ...bundle, entry: [...(bundle.entry ?? []), ...drafts] }, 'order-select');
    expect(given).toMatchObject({ ok: true, notes: [] });
    expect(given.ok && given.request.context.selections?.length).toBe(drafts.length);
  });

  it.each([
    ['naive-low-igg', '300 mg'],
    ['maintenance-well', '600 mg'],
  ])('may be a record without an order: %s is judged with %s for today', (name, dose) => {
    const given = read(bundleOf(name));
    expect(given).toMatchObject({ ok: true, notes: [expect.stringContaining(`ocrelizumab ${dose}`)] });
    const [order] = given.ok ? (given.request.context.draftOrders?.entry ?? []) : [];
    expect(validateR4(order?.resource as never)).toEqual([]);
    const { picture } = explained(bundleOf(name)).judgement;
    expect(picture.orders.ocrelizumab).toMatchObject({
      isPresent: true,
      isDoseUsual: true,
      plannedOn: '2026-03-02',
    });
  });

  it('needs no order on the chart', () => {
    expect(read(bundleOf('maintenance-well'), 'patient-view')).toMatchObject({ ok: true, notes: [] });
  });

  it.each([
    ['', 'There is no text', ''],
    ['[]', 'This is a list', ''],
    ['7', 'This is a single value', ''],
    ['{"resourceType":"Patient"}', 'single resource (Patient)', 'put the patient'],
    ['{}', 'neither a hook request nor a Bundle', 'is missing: it must be order-sign'],
    ['{"hook":"encounter-start"}', 'neither', '“encounter-start” is none that is answered here'],
    ['{"resourceType":"Bundle"}', 'holds no Patient', 'add the Patient'],
    ['{"resourceType":"Bundle","entry":{}}', 'cannot be read', 'must be a list'],
    ['{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}}]}', 'no id', 'is missing'],
  ])('%j is refused with what is missing', (text, said, item) => {
    const problem = problemOf(text);
    expect(problem.text).toContain(said);
    expect(problem.items.map((one) => one.text).join()).toContain(item);
  });

  it('lists every fault of a call with its place', () => {
    expect(problemOf({ hook: 'order-sign', context: { patientId: 'a/b' } }).items).toEqual(
      expect.arrayContaining([
        { place: '/hookInstance', text: 'is missing' },
        { place: '/context/userId', text: 'is missing' },
      ]),
    );
  });

  it('says which of two patients was checked', () => {
    const bundle = bundleOf('naive-low-igg');
    const second = { resource: { resourceType: 'Patient', id: 'second' } };
    expect(read({ ...bundle, entry: [...(bundle.entry ?? []), second] }, 'patient-view')).toMatchObject({
      notes: [expect.stringContaining('2 patients: the first, Patient/claire-moreau, was checked')],
    });
  });
});

describe('why', () => {
  const calls = [...stories.values()].flatMap((story) =>
    story.hooks.map((hook) => ({ name: story.name, story, hook })),
  );

  it.each(calls)(
    '$name at $hook: every card of the deck has one fate that fits the answer',
    ({ story, hook }) => {
      const day = new Date(`${story.today}T12:00:00Z`);
      const explanation = explain(deck, storyRequest(story, hook, deck), siteCalendar('UTC')(day), day);
      if (explanation.kind !== 'explained') throw new Error(explanation.text);
      const { whys, judgement } = explanation;
      expect(whys.map(({ card }) => card.id).sort()).toEqual(
        [...deck.cards, deck.uncheckedCard].map(({ definition }) => definition.id).sort(),
      );
      const fated = (fate: string) => whys.filter((why) => why.fate === fate).map(({ card }) => card.id);
      expect(fated('shown').sort()).toEqual(judgement.cards.map(({ source }) => source.topic.code).sort());
      const silent = judgement.findings.filter(({ outcome }) => outcome === 'silent');
      expect(
        fated('silent')
          .filter((id) => id !== 'couldNotCheck')
          .sort(),
      ).toEqual(silent.map(({ card }) => card.definition.id).sort());
      for (const { reason } of whys) expect(reason).toMatch(/^[A-Z].{5,}\.$/s);
    },
  );

  it('names the facts that were not known, with the reason', () => {
    const story = stories.get('labs-unreachable');
    if (!story) throw new Error('no story');
    const { whys, keys } = explained(storyRequest(story, 'order-sign', deck));
    const screening = whys.find(({ card }) => card.id === 'hbvScreening');
    expect(screening).toMatchObject({ fate: 'cannot-tell', reason: expect.stringContaining('HBsAg') });
    expect(keys.filter(({ isGap }) => isGap).map(({ key }) => key)).toContain('hepatitisB');
  });

  it('leads from a fact to the resource it came from', () => {
    const { whys, resources } = explained(bundleOf('naive-low-igg'));
    const low = whys.find(({ card }) => card.id === 'immunoglobulinLow');
    const [source] = low?.facts.find(({ path }) => path === 'labs.igg')?.sources ?? [];
    expect(resources.map(({ resourceType, id }) => `${resourceType}/${id}`)).toContain(source);
  });

  it('says that a call about something else asked no card', () => {
    const story = stories.get('naive-low-igg');
    if (!story) throw new Error('no story');
    const request = storyRequest(story, 'order-sign', deck);
    const other = {
      ...request,
      context: { ...request.context, draftOrders: { resourceType: 'Bundle', type: 'collection', entry: [] } },
    };
    expect(new Set(explained(other).whys.map(({ fate }) => fate))).toEqual(new Set(['not-asked']));
  });

  it('tells a call without any record as the service would answer it', () => {
    const story = stories.get('naive-low-igg');
    if (!story) throw new Error('no story');
    const { prefetch: _, ...request } = storyRequest(story, 'order-sign', deck);
    expect(explain(deck, request, calendar, now)).toMatchObject({ kind: 'refused', status: 412 });
  });
});
