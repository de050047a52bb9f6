#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addCards } from './cli/cards.js';
import { addDoctor } from './cli/doctor.js';
import { addEvaluate } from './cli/evaluate.js';
import { EXIT, EXIT_HELP } from './cli/exit-code.js';
import { InputError } from './cli/input-error.js';
import { packageVersion } from './cli/package-files.js';
import { paintFor } from './cli/paint.js';
import { addReport } from './cli/report.js';
import { addServe } from './cli/serve.js';
import { addStory } from './cli/story.js';
import type { Terminal } from './cli/terminal.js';
import { OperatorError } from './configuration/operator-error.js';
import { CdsError } from './errors.js';

const terminal: Terminal = {
  env: process.env,
  clock: Date.now,
  paint: paintFor(process.stdout),
  print: (text) => process.stdout.write(text),
  remark: (text) => process.stderr.write(text),
  exitWith: (code) => {
    process.exitCode = code;
  },
};

const program = new Command('ocrelizumab-cds')
  .description('Checks an ocrelizumab order against the record.')
  .version(packageVersion())
  .showHelpAfterError('("--help" tells how)')
  .addHelpText('after', EXIT_HELP)
  .exitOverride();
addServe(program, terminal);
addEvaluate(program, terminal);
addStory(program, terminal);
addCards(program, terminal);
addDoctor(program, terminal);
addReport(program, terminal);

// `… | head` closes the pipe: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.done);
});
program.parseAsync().catch(tellAndExit);

function tellAndExit(error: unknown): void {
  // Commander has said what is wrong, or printed the help that was asked for.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else if (error instanceof InputError || error instanceof CdsError) {
    const places = error instanceof CdsError ? error.expressions : [];
    say(`${error.message}${places.length > 0 ? ` (${places.join(', ')})` : ''}`, EXIT.usage);
  } else if (error instanceof OperatorError) {
    say(error.message, EXIT.faults);
  } else {
    say(
      `A defect of this program, please report it:\n${error instanceof Error ? error.stack : String(error)}`,
      EXIT.defect,
    );
  }
}

function say(message: string, code: number): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}
