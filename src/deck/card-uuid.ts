import { createHash } from 'node:crypto';

/** Namespace of this product's cards, 6e2f5d7c-5a1b-5c62-9d0e-0c7e5b1f4a90, in bytes. */
const NAMESPACE = Buffer.from('6e2f5d7c5a1b5c629d0e0c7e5b1f4a90', 'hex');

/**
 * The same card for the same order in the same hook instance has the same uuid: a retry shows the
 * same card, and feedback finds the card it is about without a table of what was shown.
 */
export function cardUuid(hookInstance: string, cardId: string, orderReference: string): string {
  return nameUuid(JSON.stringify([hookInstance, cardId, orderReference]), NAMESPACE);
}

/** The same offer of the same card has the same uuid, as the card has. */
export function suggestionUuid(card: string, label: string): string {
  return nameUuid(JSON.stringify([card, label]), NAMESPACE);
}

/** RFC 9562, 5.5: a UUID (version 5) from a name. Every card and offer has one: the library takes thrice as long. */
export function nameUuid(name: string, namespace: Uint8Array): string {
  // Not crypto.hash: it came with Node 20.12, and the service starts on every Node 20.
  const hex = createHash('sha1').update(namespace).update(name).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
