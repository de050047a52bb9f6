/** Prints the cards of every story at every hook: a server whose own time zone is set by TZ. */
import { HOOKS } from '../../src/request/hook-request.js';
import { judgeStory, loadProjectDeck, stories } from '../support/judge-story.js';

const deck = loadProjectDeck();
const answers = [...stories.values()].flatMap((story) =>
  HOOKS.map((hook) => judgeStory(deck, story, hook).cards.map((card) => ({ story: story.name, hook, card }))),
);
const zone = new Date(Date.UTC(2026, 0, 1)).getTimezoneOffset();
process.stdout.write(JSON.stringify({ zone, answers }));
