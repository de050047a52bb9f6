import { Argument, type Command } from 'commander';
import { nearestName } from '../configuration/nearest-name.js';
import { HOOKS, type HookName } from '../request/hook-request.js';
import { shiftDates } from '../stories/shift-dates.js';
import { readStory, storyNames } from '../stories/story.js';
import { storyRequest } from '../stories/story-request.js';
import { InputError } from './input-error.js';
import { momentOf } from './moment.js';
import { openDeck, siteFileOf, siteOption } from './open-deck.js';
import { storiesDirectory } from './package-files.js';
import type { Terminal } from './terminal.js';

/** `story`: the call an EHR would make, for `curl` and for `evaluate -`. */
export function addStory(program: Command, terminal: Terminal): void {
  program
    .command('story')
    .description('print the call an EHR would make in a patient story, its dates moved to today')
    .argument('[name]', 'name of the story; without it the stories are listed')
    .addArgument(new Argument('[hook]', 'the hook; by default the first of the story').choices([...HOOKS]))
    .addOption(siteOption())
    .action((name: string | undefined, hook: HookName | undefined, _options: unknown, command: Command) => {
      const known = storyNames(storiesDirectory);
      if (name === undefined) {
        for (const each of known)
          terminal.print(`${each.padEnd(28)} ${readStory(storiesDirectory, each).title}\n`);
        return;
      }
      if (!known.includes(name)) throw new InputError(unknownStory(name, known));
      const story = readStory(storiesDirectory, name);
      const request = storyRequest(
        story,
        hook ?? story.hooks[0] ?? 'order-sign',
        openDeck(siteFileOf(command)),
      );
      const { today } = momentOf(terminal).calendar;
      terminal.print(`${shiftDates(JSON.stringify(request, null, 2), story.today, today)}\n`);
    });
}

function unknownStory(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return `There is no story "${name}"; ${nearest === undefined ? '"story" without a name lists them' : `did you mean "${nearest}"?`}`;
}
