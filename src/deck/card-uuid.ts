import { v5 } from 'uuid';

/** Namespace of this product's cards. */
const NAMESPACE = '6e2f5d7c-5a1b-5c62-9d0e-0c7e5b1f4a90';

/**
 * The same card for the same order in the same hook instance has the same uuid: a retry shows the
 * same card, and feedback finds the card it is about without a table of what was shown.
 */
export function cardUuid(hookInstance: string, cardId: string, orderReference: string): string {
  return v5(JSON.stringify([hookInstance, cardId, orderReference]), NAMESPACE);
}

export function suggestionUuid(card: string, label: string): string {
  return v5(JSON.stringify([card, label]), NAMESPACE);
}
