import type { HookName } from '../request/hook-request.js';
import type { Suggestion } from '../request/hook-response.js';
import type { CompiledCard, CompiledSuggestion } from './card.js';
import { suggestionUuid } from './card-uuid.js';
import type { OrderOrigin } from './order-origin.js';
import { plainData } from './plain-text.js';
import type { ScreenedPicture } from './screened-picture.js';

/**
 * The one-click orders of a card that still make sense: what is already ordered is not offered again.
 * Where a condition has no answer the order is offered, since an offer binds nobody.
 */
export function suggestionsOf(
  card: CompiledCard,
  cardId: string,
  hook: HookName,
  picture: ScreenedPicture,
  origin: OrderOrigin,
): readonly Suggestion[] {
  return card.suggestions
    .filter(({ when, unless }) => when?.holds(picture) !== 'no' && unless?.holds(picture) !== 'yes')
    .flatMap((suggestion) => actionsOf(suggestion, hook, picture, origin))
    .map(({ label, isRecommended, action }) => {
      const uuid = suggestionUuid(cardId, action.type === 'delete' ? `${label} ${action.resourceId}` : label);
      return isRecommended
        ? { label, uuid, isRecommended, actions: [action] }
        : { label, uuid, actions: [action] };
    });
}

interface Offer {
  readonly label: string;
  readonly isRecommended: boolean;
  readonly action: Suggestion['actions'][0];
}

function actionsOf(
  suggestion: CompiledSuggestion,
  hook: HookName,
  picture: ScreenedPicture,
  origin: OrderOrigin,
): readonly Offer[] {
  const { definition, order } = suggestion;
  const label = suggestion.label.render(picture, plainData);
  const isRecommended = definition.recommended === true;
  if (order) {
    const resource = order.resource(picture, origin);
    return [
      { label, isRecommended, action: { type: 'create', description: order.description(picture), resource } },
    ];
  }
  // Nothing on the chart to remove: there the order is signed, and stopping it is the physician's act.
  if (hook === 'patient-view') return [];
  const orders = picture.orders[definition.remove ?? '']?.sources ?? [];
  return orders
    .filter((reference) => reference.includes('/'))
    .map((resourceId) => ({
      label,
      isRecommended,
      action: { type: 'delete', description: label, resourceId },
    }));
}
