import type { CodeableConcept } from 'fhir/r4.js';
import fhirpath, { type Model } from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';
import { parseExpression } from '../fhir/expression-tree.js';
import type { Resource } from '../fhir/resource.js';
import { truthOf } from './collection.js';
import { compileRecordReader } from './native-record-expression.js';
import type { RecordFunctions } from './native-record-functions.js';
import type { Phrase } from './phrase.js';
import type { Terminology } from './terminology.js';

/** A FHIRPath expression over one resource, with the days it may compare with. */
export type RecordExpression = (
  resource: Resource,
  days: Readonly<Record<string, string>>,
) => readonly unknown[];

/**
 * Compiles FHIRPath over R4 resources, with three functions of our own:
 * `inValueSet('name')` on codings and concepts, `speaksOf('phrase')` on text; both answer false
 * where there is nothing to ask about, so that `or` beside them works as a reader expects.
 * `quoteOf('phrase')` gives what the first text that speaks of it says, shortened.
 */
export function recordExpressionCompiler(
  terminology: Terminology,
  phrases: ReadonlyMap<string, Phrase>,
): (expression: string) => RecordExpression {
  const functions: RecordFunctions = new Map([
    [
      'inValueSet',
      (inputs, valueSet) =>
        truthOf(inputs.some((concept) => terminology.setsIn(asConcept(concept)).includes(valueSet))),
    ],
    [
      'speaksOf',
      (inputs, phrase) =>
        truthOf(
          inputs.some((text) => typeof text === 'string' && (phrases.get(phrase)?.isIn(text) ?? false)),
        ),
    ],
    [
      'quoteOf',
      (inputs, phrase) =>
        inputs
          .flatMap((text) => (typeof text === 'string' ? (phrases.get(phrase)?.quote(text) ?? []) : []))
          .slice(0, 1),
    ],
  ]);
  return (expression) => {
    const native = compileRecordReader(parseExpression(expression), functions);
    return native ? guarded(native) : byLibrary(expression, functions);
  };
}

/** The whole of FHIRPath, by the library: also what the expressions compiled here are held to. */
export function byLibrary(expression: string, functions: RecordFunctions): RecordExpression {
  const userInvocationTable = Object.fromEntries(
    [...functions].map(([name, own]) => [
      name,
      {
        fn: (inputs: readonly unknown[], argument: string) => own(inputs, argument),
        arity: { 1: ['String' as const] },
      },
    ]),
  );
  const compiled = fhirpath.compile(expression, r4 as Model, { userInvocationTable, async: false });
  const read = guarded((resource, days) => compiled(resource, days) as readonly unknown[]);
  return expression.includes('%') ? read : askedOnce(read);
}

/**
 * A record too odd for an expression is a record without an answer to it; its card then lacks that one
 * record, and the other records still count.
 */
function guarded(read: RecordExpression): RecordExpression {
  return (resource, days) => {
    try {
      return read(resource, days);
    } catch {
      return [];
    }
  };
}

/**
 * Many facts ask the same of a record (its status, its date). Records are frozen, so that what does not
 * depend on the day has one answer for as long as the record is held.
 */
function askedOnce(read: RecordExpression): RecordExpression {
  const answers = new WeakMap<Resource, readonly unknown[]>();
  return (resource, days) => {
    const known = answers.get(resource);
    if (known) return known;
    const answer = read(resource, days);
    answers.set(resource, answer);
    return answer;
  };
}

function asConcept(value: unknown): CodeableConcept | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return 'coding' in value
    ? (value as CodeableConcept)
    : { coding: [value as NonNullable<CodeableConcept['coding']>[number]] };
}
