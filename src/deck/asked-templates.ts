import { HOOKS } from '../request/hook-request.js';
import type { Deck } from './deck.js';

/** Every prefetch key that a hook of the deck asks for, each once, with its template. */
export function askedTemplates({ hooks }: Deck): Readonly<Record<string, string>> {
  return Object.assign({}, ...HOOKS.map((hook) => hooks[hook].templates));
}
