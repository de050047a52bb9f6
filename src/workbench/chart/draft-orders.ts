import { medicationLookup } from '../../fhir/references.js';
import { codedResource } from '../../picture/coded-resource.js';
import { dosagesOf } from '../../picture/dosage.js';
import { sourceOf } from '../../picture/source.js';
import type { Terminology } from '../../picture/terminology.js';
import type { HookRequest } from '../../request/hook-request.js';
import { draftEntries, draftsOf } from '../../request/session-drafts.js';

/** An unsigned order on the screen, in words. */
export interface DraftOrder {
  readonly reference: string;
  readonly name: string;
  readonly instruction?: string;
  /** At order-select: just picked, as opposed to picked before. */
  readonly isSelected: boolean;
}

/** The orders of the session in words, as an EHR lists them before they are signed. */
export function draftOrders(
  request: Pick<HookRequest, 'hook' | 'context'>,
  terminology: Terminology,
): readonly DraftOrder[] {
  const drafts = draftsOf(request);
  const medications = medicationLookup(drafts, draftEntries(request));
  const { selections } = request.context;
  return drafts
    .filter(({ resourceType }) => resourceType !== 'Medication')
    .map((resource) => {
      const reference = sourceOf(resource);
      const instruction = dosagesOf(resource)
        .flatMap(({ text }) => (typeof text === 'string' ? text : []))
        .join('; ');
      return {
        reference,
        name: codedResource(resource, terminology, medications).words[0] ?? reference,
        ...(instruction !== '' && { instruction }),
        isSelected: selections?.includes(reference) ?? true,
      };
    });
}
