import { nameUuid } from '../deck/card-uuid.js';
import type { Deck } from '../deck/deck.js';
import { prefetchFromBundle, resourcesOf } from '../gather/from-bundle.js';
import { sourceOf } from '../picture/source.js';
import type { HookName, HookRequest } from '../request/hook-request.js';
import type { Mishap, Story } from './story.js';

/** Namespace of the stories' hook instances, 0a4c2d0e-90b5-5f6e-8a51-3c1a8b6a2f10, in bytes. */
const NAMESPACE = Buffer.from('0a4c2d0e90b55f6e8a513c1a8b6a2f10', 'hex');

/** The call an EHR would make in this story: its record as prefetch, with the mishaps the story tells of. */
export function storyRequest(story: Story, hook: HookName, deck: Deck): HookRequest {
  const patient = resourcesOf(story.bundle).find(({ resourceType }) => resourceType === 'Patient');
  const patientId = patient?.id ?? 'patient';
  const { templates } = deck.hooks[hook];
  const prefetch = Object.entries(prefetchFromBundle(story.bundle, templates, patientId)).flatMap(
    ([key, value]) => {
      const mishap = story.mishaps[key];
      return mishap === undefined ? [[key, value] as const] : mishapped(key, value, mishap);
    },
  );
  const orders = story.draftOrders;
  return {
    hook,
    hookInstance: nameUuid(`${story.name} ${hook}`, NAMESPACE),
    context: {
      userId: 'Practitioner/neurologist',
      patientId,
      encounterId: 'infusion-visit',
      ...(hook === 'order-select' && orders && { selections: story.selections ?? referencesOf(story) }),
      ...(hook !== 'patient-view' && orders && { draftOrders: orders }),
    },
    prefetch: Object.fromEntries(prefetch),
  };
}

function referencesOf(story: Story): readonly string[] {
  return resourcesOf(story.draftOrders ?? { resourceType: 'Bundle', type: 'collection' })
    .filter((resource) => resource.resourceType !== 'Medication')
    .map(sourceOf);
}

function mishapped(key: string, value: unknown, mishap: Mishap): readonly (readonly [string, unknown])[] {
  switch (mishap) {
    case 'not-sent':
      return [];
    case 'html':
      return [[key, '<html><body>HTTP Status 500</body></html>']];
    case 'more-pages':
      return [
        [
          key,
          { ...(value as object), link: [{ relation: 'next', url: 'https://ehr.example.org/fhir/next' }] },
        ],
      ];
    case 'operation-outcome':
      return [[key, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] }]];
  }
}
