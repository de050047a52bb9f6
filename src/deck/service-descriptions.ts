import type { HookName } from '../request/hook-request.js';
import type { ServiceDescription } from '../request/hook-response.js';
import type { Deck } from './deck.js';

/** What discovery says of the deck's services; their prefetch is computed from what their cards read. */
export function serviceDescriptions({ definition, hooks }: Deck): readonly ServiceDescription[] {
  return (Object.keys(definition.hooks) as HookName[]).map((hook) => {
    const { service, title, description, usageRequirements } = definition.hooks[hook];
    return {
      id: service,
      hook,
      title,
      description,
      ...(usageRequirements && { usageRequirements }),
      prefetch: hooks[hook].templates,
    };
  });
}
