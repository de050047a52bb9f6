import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deck } from '../deck/deck.js';
import { readStory, storyNames } from '../stories/story.js';
import { storyRequest } from '../stories/story-request.js';

/** Name and text of each request file a story should have. */
export function storyRequestFiles(
  directory: string,
  name: string,
  deck: Deck,
): readonly (readonly [string, string])[] {
  const story = readStory(directory, name);
  return story.hooks.map((hook) => [
    join(directory, name, `request.${hook}.json`),
    `${JSON.stringify(storyRequest(story, hook, deck), null, 2)}\n`,
  ]);
}

/** Writes the request files of all stories and returns their paths. */
export function writeStoryRequests(directory: string, deck: Deck): readonly string[] {
  return storyNames(directory).flatMap((name) =>
    storyRequestFiles(directory, name, deck).map(([path, text]) => {
      writeFileSync(path, text);
      return path;
    }),
  );
}
