import { CdsError } from '../../errors.js';
import { isJsonObject } from '../../json-object.js';
import { HOOKS, type HookRequest } from '../../request/hook-request.js';
import type { Card } from '../../request/hook-response.js';
import { parseHookRequest } from '../../request/parse-hook-request.js';
import { assertValidResponse } from '../../request/response-schema.js';

/** The call of a hook that the browser sends back, as strictly read as an EHR's. */
export function requestIn(body: unknown): HookRequest {
  const named = isJsonObject(body) ? HOOKS.find((hook) => hook === body.hook) : undefined;
  if (named === undefined)
    throw new CdsError('invalid-request', `hook must be one of ${HOOKS.join(', ')}.`, ['/hook']);
  return parseHookRequest(body, named);
}

/** Cards that the browser got from the hook, to be shown: only what meets the standard is. */
export function cardsIn(cards: unknown): readonly Card[] {
  try {
    const response = { cards } as Parameters<typeof assertValidResponse>[0];
    assertValidResponse(response);
    return response.cards;
  } catch {
    throw new CdsError('invalid-request', 'cards must be the cards of a CDS Hooks answer.', ['/cards']);
  }
}
