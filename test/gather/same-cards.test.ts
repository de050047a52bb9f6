import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Bundle } from 'fhir/r4.js';
import { resourcesOf } from '../../src/gather/from-bundle.js';
import type { HookName, HookRequest } from '../../src/request/hook-request.js';
import type { Card } from '../../src/request/hook-response.js';
import { storyRequest } from '../../src/stories/story-request.js';
import { type FhirServer, lentAccess, startFhirServer } from '../support/fhir-server/start-fhir-server.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';
import { judgedOnceGathered } from './gathered-call.js';

/** Of each part of the deck one: infusions and labs, hepatitis B, reactions, vaccines, imaging, Epic's shapes. */
const TOLD: readonly (readonly [story: string, hook: HookName])[] = [
  ['maintenance-well', 'order-sign'],
  ['hbv-carrier', 'order-sign'],
  ['hbv-past-liver-tests-due', 'patient-view'],
  ['hbsag-after-vaccine', 'order-sign'],
  ['infusion-reaction-severe', 'patient-view'],
  ['maintenance-igg-low-two-infections', 'order-sign'],
  ['maintenance-new-aphasia', 'patient-view'],
  ['maintenance-colitis', 'order-select'],
  ['dose-overdue', 'patient-view'],
  ['epic-shape', 'order-sign'],
];

const deck = loadProjectDeck();

/** How an EHR may treat one key. */
const TREATMENTS = ['sent', 'not sent', 'first half of it', 'an error page'] as const;
type Treatment = (typeof TREATMENTS)[number];

function treated(value: unknown, treatment: Treatment): readonly unknown[] {
  switch (treatment) {
    case 'sent':
      return [value];
    case 'not sent':
      return [];
    case 'an error page':
      return ['<html><body>HTTP Status 500</body></html>'];
    case 'first half of it': {
      const { resourceType, entry = [] } = (value ?? {}) as Partial<Bundle>;
      const link = [{ relation: 'next', url: 'https://ehr.example.org/fhir/r4?page=2' }];
      return resourceType === 'Bundle'
        ? [{ ...(value as Bundle), entry: entry.slice(0, entry.length / 2), link }]
        : [];
    }
  }
}

describe.each(TOLD)('%s at %s', (name, hook) => {
  const story = stories.get(name);
  if (story === undefined) throw new Error(`there is no story ${name}`);
  const full = storyRequest(story, hook, deck);
  const { prefetch: _, ...withoutPrefetch } = full;
  const keys = Object.keys(deck.hooks[hook].templates);
  const now = new Date(`${story.today}T12:00:00Z`);
  let server: FhirServer;

  beforeAll(async () => {
    server = await startFhirServer();
    await server.load(resourcesOf(story.bundle));
  }, 60_000);
  afterAll(() => server.close());

  async function cardsOf(prefetch: HookRequest['prefetch']): Promise<readonly Card[]> {
    const request: HookRequest = {
      ...withoutPrefetch,
      ...(prefetch !== undefined && { prefetch }),
      ...lentAccess(server.baseUrl),
    };
    return (await judgedOnceGathered(deck, request, now)).cards;
  }

  it('gives the same cards by full prefetch, without any outbound call, and by none', async () => {
    const before = server.requests.length;
    const cards = await cardsOf(full.prefetch);
    expect(cards.length).toBeGreaterThan(0);
    expect(server.requests).toHaveLength(before);
    expect(await cardsOf(undefined)).toEqual(cards);
    expect(server.requests.length).toBeGreaterThan(before);
  });

  it('gives the same cards by every mixture of what is sent, sent in part, garbled and fetched', async () => {
    const expected = await cardsOf(full.prefetch);
    await fc.assert(
      fc.asyncProperty(fc.tuple(...keys.map(() => fc.constantFrom(...TREATMENTS))), async (treatments) => {
        const mixture = keys.flatMap((key, index) =>
          treated(full.prefetch?.[key], treatments[index] ?? 'sent').map((value) => [key, value] as const),
        );
        expect(await cardsOf(Object.fromEntries(mixture) as HookRequest['prefetch'])).toEqual(expected);
      }),
      { numRuns: 10, seed: 4 },
    );
  }, 60_000);
});
