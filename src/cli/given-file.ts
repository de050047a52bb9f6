import type { Deck } from '../deck/deck.js';
import { HOOK_OF_BUNDLES } from '../given-call/bundle-call.js';
import type { Given } from '../given-call/given.js';
import { readGivenCall } from '../given-call/given-call.js';
import type { SiteCalendar } from '../picture/site-calendar.js';
import type { HookName } from '../request/hook-request.js';
import { InputError } from './input-error.js';
import { readFile } from './read-file.js';

/** The call in a file, as an EHR would make it; `hook` is what was asked for on the command line. */
export function callInFile(
  file: string,
  hook: HookName | undefined,
  deck: Deck,
  calendar: SiteCalendar,
): Extract<Given, { ok: true }> {
  const name = file === '-' ? 'standard input' : file;
  const given = readGivenCall(readFile(file), hook ?? HOOK_OF_BUNDLES, deck, calendar);
  if (!given.ok) {
    const { text, items } = given.problem;
    const mends = items.map(({ place, text: what }) => `\n  - ${place === '' ? '' : `${place} `}${what}`);
    throw new InputError(`${name}: ${text}${mends.join('')}`);
  }
  if (hook !== undefined && given.request.hook !== hook)
    throw new InputError(
      `${name}: is a call of ${given.request.hook}, so --hook ${hook} cannot be played; --hook is for Bundles`,
    );
  return given;
}
