import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { DeckError } from '../deck/deck-error.js';
import { storyExample } from '../docs/story-example.js';
import { whatItChecks } from '../docs/what-it-checks.js';
import { whatItReads } from '../docs/what-it-reads.js';
import { exampleFaults } from '../stories/example-faults.js';
import { cardList } from './card-list.js';
import { openDeck, siteFileOf, siteOption } from './open-deck.js';
import { storiesDirectory, whatItChecksFile, whatItReadsFile } from './package-files.js';
import type { Terminal } from './terminal.js';
import { writeStoryRequests } from './write-story-requests.js';

/** `cards`: for whoever writes or adapts the deck. */
export function addCards(program: Command, { print }: Terminal): void {
  const cards = program.command('cards').description('check, list and document the deck of cards');

  cards
    .command('lint')
    .description("check the deck, the site overlay if there is one, and every card's examples")
    .addOption(siteOption())
    .action((_options: unknown, command: Command) => {
      const site = siteFileOf(command);
      const deck = openDeck(site);
      const broken = exampleFaults(deck, storiesDirectory);
      // Where a site moves a limit, some examples come out otherwise: for its reviewers to read, no fault.
      if (site === undefined && broken.length > 0) throw new DeckError(broken);
      const { version, date } = deck.definition;
      print(`Deck ${version} of ${date}: ${deck.cards.length + 1} cards, no faults.\n`);
      for (const change of deck.siteChanges) print(`  this site: ${change}\n`);
      for (const example of broken) print(`  so this example comes out otherwise: ${example}\n`);
    });

  cards
    .command('list')
    .description('list the cards in the order in which they are shown')
    .option('--json', 'as JSON')
    .addOption(siteOption())
    .action(({ json }: { json?: boolean }, command: Command) =>
      print(cardList(openDeck(siteFileOf(command)), json)),
    );

  cards
    .command('docs')
    .description('write docs/what-it-checks.md and docs/what-it-reads.md again, after the deck has changed')
    .action(() => {
      const deck = openDeck();
      writeFileSync(whatItChecksFile, whatItChecks(deck, storyExample(deck, storiesDirectory)));
      writeFileSync(whatItReadsFile, whatItReads(deck));
      print(`${whatItChecksFile}\n${whatItReadsFile}\n`);
    });

  cards
    .command('stories')
    .description(
      'write request.<hook>.json beside every story again, after its record or the deck has changed',
    )
    .action(() => {
      for (const path of writeStoryRequests(storiesDirectory, openDeck())) print(`${path}\n`);
    });
}
