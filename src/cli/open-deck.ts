import { Option } from 'commander';
import type { Deck } from '../deck/deck.js';
import { readDeckFiles, readSiteFile } from '../deck/deck-files.js';
import { loadDeck } from '../deck/load-deck.js';
import { cardsDirectory } from './package-files.js';

/** The same file the service reads, so that what is tried out is what will run. */
export function siteOption(): Option {
  return new Option('--site <file>', 'the site overlay to apply').env('SITE_FILE');
}

/** The deck of this package, with the changes of a site where one is named. Throws with every fault. */
export function openDeck(siteFile?: string): Deck {
  return loadDeck(readDeckFiles(cardsDirectory), siteFile === undefined ? undefined : readSiteFile(siteFile));
}
