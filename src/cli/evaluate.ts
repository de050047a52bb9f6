import { type Command, Option } from 'commander';
import { judge } from '../answer.js';
import { readPrefetch } from '../gather/read-prefetch.js';
import { HOOK_OF_BUNDLES } from '../given-call/bundle-call.js';
import { HOOKS, type HookName } from '../request/hook-request.js';
import { callInFile } from './given-file.js';
import { momentOf } from './moment.js';
import { openDeck, siteFileOf, siteOption } from './open-deck.js';
import type { Terminal } from './terminal.js';
import { cardsAsText, findingsAsText } from './terminal-cards.js';

interface EvaluateOptions {
  readonly json?: boolean;
  readonly explain?: boolean;
  readonly hook?: HookName;
  readonly on?: string;
}

/** `evaluate`: the cards for a request or a record, without a server. */
export function addEvaluate(program: Command, terminal: Terminal): void {
  program
    .command('evaluate')
    .description(
      'print the cards for a hook request or a FHIR Bundle; a Bundle without a draft order is judged as if the usual dose were ordered',
    )
    .argument('<file>', 'JSON file, or - for standard input')
    .addOption(new Option('--json', 'the response as JSON').conflicts('explain'))
    .option('--explain', 'for every card: fires, silent or cannot-tell, with the facts it read')
    .addOption(
      new Option('--hook <hook>', `the hook to play for a Bundle (${HOOK_OF_BUNDLES} if not given)`).choices([
        ...HOOKS,
      ]),
    )
    .option('--on <date>', 'judge as on this day, YYYY-MM-DD')
    .addOption(siteOption())
    .action((file: string, { json, explain, hook, on }: EvaluateOptions, command: Command) => {
      const deck = openDeck(siteFileOf(command));
      const { paint, print, remark } = terminal;
      const moment = momentOf(terminal, on);
      const { request, notes } = callInFile(file, hook, deck, moment.calendar);
      for (const note of notes) remark(`${note}\n`);
      const gathered = readPrefetch(deck.hooks[request.hook].templates, request.prefetch);
      const judgement = judge(deck, { request, gathered, ...moment });
      print(
        json
          ? `${JSON.stringify({ cards: judgement.cards }, null, 2)}\n`
          : cardsAsText(judgement.cards, paint),
      );
      if (explain) print(`\n${findingsAsText(judgement, paint)}\n`);
    });
}
