import { type Command, Option } from 'commander';
import type { Deck } from '../deck/deck.js';
import { type DeckFile, readDeckFiles, readSiteFile } from '../deck/deck-files.js';
import { loadDeck } from '../deck/load-deck.js';
import { cardsDirectory } from './package-files.js';
import { readFile } from './read-file.js';

/** The same file the service reads, so that what is tried out is what will run. */
export function siteOption(): Option {
  return new Option('--site <file>', 'the site overlay to apply').env('SITE_FILE');
}

/** The site overlay a command was given. One that cannot be read is a fault of what named it: option or setting. */
export function siteFileOf(command: Command): DeckFile | undefined {
  const path: string | undefined = command.getOptionValue('site');
  if (path === undefined) return undefined;
  return command.getOptionValueSource('site') === 'env'
    ? readSiteFile(path)
    : { path, text: readFile(path, '--site') };
}

/** The deck of this package, with the changes of a site where there is one. Throws with every fault. */
export function openDeck(site?: DeckFile): Deck {
  return loadDeck(readDeckFiles(cardsDirectory), site);
}
