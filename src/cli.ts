#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Argument, Command, Option } from 'commander';
import { judge } from './answer.js';
import { InputError, readInput } from './cli/read-input.js';
import { reportCommand } from './cli/report.js';
import { cardsAsText, findingsAsText, paintFor } from './cli/terminal-cards.js';
import { writeStoryRequests } from './cli/write-story-requests.js';
import type { Deck } from './deck/deck.js';
import { readDeckFiles } from './deck/deck-files.js';
import { loadDeck } from './deck/load-deck.js';
import { storyExample } from './docs/story-example.js';
import { whatItChecks } from './docs/what-it-checks.js';
import { CdsError } from './errors.js';
import { readPrefetch } from './gather/read-prefetch.js';
import { siteCalendar } from './picture/clinical-date.js';
import type { HookName } from './request/hook-request.js';
import { serve, tellAndStop } from './server.js';
import { shiftDates } from './stories/shift-dates.js';
import { readStory, storyNames } from './stories/story.js';
import { storyRequest } from './stories/story-request.js';

const HOOKS: readonly HookName[] = ['order-sign', 'order-select', 'patient-view'];
const cardsDirectory = fileURLToPath(new URL('../cards', import.meta.url));
const storiesDirectory = fileURLToPath(new URL('../fhir-fixtures', import.meta.url));
const whatItChecksFile = fileURLToPath(new URL('../docs/what-it-checks.md', import.meta.url));
const zone = process.env.TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

const program = new Command('ocrelizumab-cds').description('Checks an ocrelizumab order against the record.');

program
  .command('serve')
  .description('answer CDS Hooks calls (settings come from the environment, see docs)')
  .action(() => serve(process.env));

program
  .command('evaluate')
  .description('print the cards for a hook request or a FHIR Bundle')
  .argument('<file>', 'JSON file, or - for standard input')
  .option('--json', 'the response as JSON')
  .option('--explain', 'for every card: fires, silent or cannot-tell, with the facts it read')
  .addOption(new Option('--hook <hook>', 'the hook to play for a Bundle').choices([...HOOKS]))
  .option('--on <date>', 'judge as on this day, YYYY-MM-DD')
  .action((file: string, options: { json?: boolean; explain?: boolean; hook?: HookName; on?: string }) => {
    const deck = openDeck();
    const request = readInput(readFileSync(file === '-' ? 0 : file, 'utf8'), deck, options.hook);
    const now = options.on === undefined ? new Date() : new Date(`${options.on}T12:00:00Z`);
    if (Number.isNaN(now.getTime())) throw new InputError('--on must be a date such as 2026-03-02.');
    const gathered = readPrefetch(deck.hooks[request.hook].templates, request.prefetch);
    const judgement = judge(deck, { request, gathered, calendar: siteCalendar(zone)(now), now });
    const paint = paintFor(process.stdout);
    print(
      options.json
        ? `${JSON.stringify({ cards: judgement.cards }, null, 2)}\n`
        : cardsAsText(judgement.cards, paint),
    );
    if (options.explain) print(`\n${findingsAsText(judgement, paint)}\n`);
  });

program
  .command('story')
  .description('print the call an EHR would make in a patient story, its dates moved to today')
  .argument('[name]', 'name of the story; without it the stories are listed')
  .addArgument(new Argument('[hook]', 'the hook; by default the first of the story').choices([...HOOKS]))
  .action((name?: string, hook?: HookName) => {
    if (name === undefined) {
      for (const known of storyNames(storiesDirectory))
        print(`${known.padEnd(28)} ${readStory(storiesDirectory, known).title}\n`);
      return;
    }
    if (!storyNames(storiesDirectory).includes(name))
      throw new InputError(`There is no story "${name}"; "story" lists them.`);
    const story = readStory(storiesDirectory, name);
    const request = storyRequest(story, hook ?? story.hooks[0] ?? 'order-sign', openDeck());
    print(
      `${shiftDates(JSON.stringify(request, null, 2), story.today, siteCalendar(zone)(new Date()).today)}\n`,
    );
  });

program
  .command('stories')
  .description('write request.<hook>.json beside every story again, after its record or the deck has changed')
  .action(() => {
    for (const path of writeStoryRequests(storiesDirectory, openDeck())) print(`${path}\n`);
  });

program
  .command('docs')
  .description('write docs/what-it-checks.md again, after the deck has changed')
  .action(() => {
    const deck = openDeck();
    writeFileSync(whatItChecksFile, whatItChecks(deck, storyExample(deck, storiesDirectory)));
  });

program.addCommand(reportCommand({ env: process.env, clock: () => new Date(), print }));

function openDeck(): Deck {
  return loadDeck(readDeckFiles(cardsDirectory));
}

function print(text: string): void {
  process.stdout.write(text);
}

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof InputError || error instanceof CdsError || isMissingFile(error))) tellAndStop(error);
  const places =
    error instanceof CdsError && error.expressions.length > 0 ? ` (${error.expressions.join(', ')})` : '';
  process.stderr.write(`${(error as Error).message}${places}\n`);
  process.exit(1);
});

function isMissingFile(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
