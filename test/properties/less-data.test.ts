import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HookName, HookRequest } from '../../src/request/hook-request.js';
import type { Card, Evidence } from '../../src/request/hook-response.js';
import type { RecordLine } from '../support/case-lines.js';
import { TODAY } from '../support/case-terms.js';
import { judgeOn } from '../support/judge-story.js';
import { type RandomPatient, randomPatient, requestFor } from './random-patient.js';
import { PROPERTY_MS, runs } from './runs.js';
import { deck } from './told-calls.js';

const MULTIPLE_SCLEROSIS: RecordLine = { condition: '24700007', monthsAgo: 24 };

type LabLine = Extract<RecordLine, { readonly lab: string }>;

function answer(request: HookRequest): readonly Card[] {
  return judgeOn(deck, request, TODAY).cards;
}

function topic({ source }: Card): string {
  return source.topic.code ?? '';
}

/** Whether it is said at all: on a card of its own or, where there are too many, in the list of the last. */
function isSaid(what: string, cards: readonly Card[]): boolean {
  return cards.some(({ summary, detail = '' }) => summary.includes(what) || detail.includes(what));
}

/** Cards that hold a physician up and are no longer there. */
function lost(before: readonly Card[], after: readonly Card[]): readonly Card[] {
  const still = new Set(after.map(topic));
  return before.filter(
    (card) =>
      card.indicator !== 'info' &&
      !still.has(topic(card)) &&
      !isSaid(card.summary.slice(0, BEGINNING), after),
  );
}

/** So much of a summary tells it from others, before a value that Markdown would write otherwise. */
const BEGINNING = 20;

/** Searches that leave a gap when they did not run. */
function requiredKeys(hook: HookName): readonly string[] {
  const { queries } = deck.source.definitions;
  return Object.keys(deck.hooks[hook].templates).filter((key) => queries[key]?.supplementary !== true);
}

/**
 * Somebody with multiple sclerosis (of others nobody suspects the drug, where doses cannot be read) at a hook
 * that shows every card (while an order is being written, notes wait).
 */
const shownInFull = randomPatient
  .filter(({ hook }) => hook !== 'order-select')
  .map((somebody) => ({ ...somebody, record: [...somebody.record, MULTIPLE_SCLEROSIS] }));

/** Somebody, and one of the laboratory results on record. */
const withLab = fc.tuple(shownInFull, fc.nat()).map(([somebody, n]) => {
  const labs = [...somebody.record.entries()].flatMap(([at, line]) => (isLab(line) ? [{ at, line }] : []));
  const { at, line } = labs[n % labs.length] ?? { at: somebody.record.length, line: { lab: '2465-3' } };
  return { somebody, at, line };
});

function isLab(line: RecordLine | undefined): line is LabLine {
  return line !== undefined && 'lab' in line;
}

function withLine(
  { record, ...rest }: RandomPatient,
  at: number,
  line: RecordLine | undefined,
): RandomPatient {
  // In its place, since lines are named for their place.
  const nothing: RecordLine = { service: 'none', status: 'revoked' };
  return { ...rest, record: record.map((other, index) => (index === at ? (line ?? nothing) : other)) };
}

/** The facts a code is read for: those of a laboratory test, and what is known from its results. */
function factsOf({ lab }: LabLine): readonly string[] {
  const sets = deck.source.terminology.setsOf({ system: 'http://loinc.org', code: lab });
  const { labs, history } = deck.source.definitions;
  // Neutrophils are read from their parts as well.
  const names = Object.keys(labs).filter((name) =>
    [...sets].some((set) => JSON.stringify(labs[name]).includes(`"${set}"`)),
  );
  const known = Object.entries(history).filter(([, { any }]) =>
    any.some((source) => 'lab' in source && names.includes(source.lab)),
  );
  return [...names.map((name) => `labs.${name}`), ...known.map(([name]) => `history.${name}`)];
}

function factsBehind({ extension }: Card): readonly string[] {
  return ((extension?.['org.ocrelizumab-cds.evidence'] ?? []) as readonly Evidence[]).map(({ fact }) => fact);
}

describe('less data is never a reassurance', () => {
  it(
    'where a search was not sent, what held up still does, or it is said what could not be checked',
    () => {
      fc.assert(
        fc.property(shownInFull, fc.nat(), (somebody, n) => {
          const keys = requiredKeys(somebody.hook);
          const key = keys[n % keys.length] ?? '';
          const after = answer(requestFor(somebody, [key]));
          const gone = lost(answer(requestFor(somebody)), after).map(topic);
          expect({ key, gone: isSaid('Not checked', after) ? [] : gone }).toEqual({ key, gone: [] });
        }),
        runs(150),
      );
    },
    PROPERTY_MS,
  );

  it(
    'where a result cannot be read, what held up still does, or it is said what could not be checked',
    () => {
      fc.assert(
        fc.property(withLab, ({ somebody, at, line }) => {
          const { value: _value, coded: _coded, flag: _flag, ...rest } = line;
          const after = answer(requestFor(withLine(somebody, at, { ...rest, text: 'see attached report' })));
          const gone = lost(answer(requestFor(somebody)), after).map(topic);
          const isToldOf =
            isSaid('Not checked', after) || after.some((card) => topic(card) === 'hbvScreening');
          expect(isToldOf ? [] : gone).toEqual([]);
        }),
        runs(150),
      );
    },
    PROPERTY_MS,
  );

  it(
    'where a result is not there, no card goes but those it was a reason for',
    () => {
      fc.assert(
        fc.property(withLab, ({ somebody, at, line }) => {
          const reasons = factsOf(line);
          const after = answer(requestFor(withLine(somebody, at, undefined)));
          const unexplained = lost(answer(requestFor(somebody)), after).filter(
            (card) => !factsBehind(card).some((fact) => reasons.includes(fact)),
          );
          expect(unexplained.map(({ summary }) => summary)).toEqual([]);
        }),
        runs(150),
      );
    },
    PROPERTY_MS,
  );
});
