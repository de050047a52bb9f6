import type { Check, CheckState } from '../doctor/check.js';
import type { Paint } from './paint.js';

const MARKS: Readonly<Record<CheckState, string>> = {
  ok: 'ok',
  note: 'note',
  fault: 'FAULT',
  skipped: '-',
};

const COLOURS: Readonly<Record<CheckState, Parameters<Paint>[0]>> = {
  ok: 'green',
  note: 'yellow',
  fault: ['bold', 'red'],
  skipped: 'dim',
};

/** A table with one line a check; a fault's mend stands on its line, so that a search for FAULT brings all there is. */
export function checksAsTable(name: string, checks: readonly Check[], paint: Paint): string {
  const widths = [widest(checks, ({ area }) => area), widest(checks, ({ subject }) => subject)] as const;
  const lines = checks.map(({ state, area, subject, finding, mend, milliseconds }) => {
    const time = milliseconds === undefined ? '' : `${milliseconds} ms`;
    const text = `${finding}${mend === undefined ? '' : `; ${state === 'skipped' ? '' : 'to mend: '}${mend}`}`;
    return `${paint(COLOURS[state], MARKS[state].padEnd(5))}  ${area.padEnd(widths[0])}  ${subject.padEnd(widths[1])}  ${time.padStart(8)}  ${text}`;
  });
  return `${[paint('bold', name), ...lines, '', summary(checks)].join('\n')}\n`;
}

/** The same for programs. */
export function checksAsJson(name: string, checks: readonly Check[]): string {
  return `${JSON.stringify({ ehr: name, faults: faultsOf(checks), checks }, null, 2)}\n`;
}

/** How many faults there are: with one, the command ends with its exit code. */
export function faultsOf(checks: readonly Check[]): number {
  return checks.filter(({ state }) => state === 'fault').length;
}

function summary(checks: readonly Check[]): string {
  const faults = faultsOf(checks);
  return faults === 0 ? 'No faults.' : `${faults} fault${faults === 1 ? '' : 's'}.`;
}

/** Long URLs must not push every finding off the screen. */
const WIDEST = 44;

function widest(checks: readonly Check[], textOf: (check: Check) => string): number {
  return Math.min(WIDEST, Math.max(0, ...checks.map((check) => textOf(check).length)));
}
