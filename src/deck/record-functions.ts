/** What stands after a function call in an expression over records. */
type Gives = 'input' | 'argument' | 'choice' | 'named type' | 'extensions' | 'value';

export interface RecordFunction {
  /** The numbers of arguments it takes. */
  readonly takes: readonly number[];
  readonly gives: Gives;
  /** Its arguments are asked of what stands before it, not of the record. */
  readonly isOfInput?: boolean;
  /** What the text in its argument is the name of. */
  readonly names?: 'value set' | 'phrase';
}

/** The names that the texts in such arguments may be. */
export interface RecordNames {
  readonly 'value set': ReadonlySet<string>;
  readonly phrase: ReadonlySet<string>;
}

/**
 * The functions that expressions over records may call: FHIRPath's, and the three of our own. The library
 * refuses another one only when a record is read, and that record would then be as if it were not there.
 */
export const RECORD_FUNCTIONS: ReadonlyMap<string, RecordFunction> = new Map<string, RecordFunction>([
  ['where', { takes: [1], gives: 'input', isOfInput: true }],
  ['select', { takes: [1], gives: 'argument', isOfInput: true }],
  ['iif', { takes: [2, 3], gives: 'choice', isOfInput: true }],
  ['all', { takes: [1], gives: 'value', isOfInput: true }],
  ['exists', { takes: [0, 1], gives: 'value', isOfInput: true }],
  ['ofType', { takes: [1], gives: 'named type' }],
  ['extension', { takes: [1], gives: 'extensions' }],
  ['inValueSet', { takes: [1], gives: 'value', names: 'value set' }],
  ['speaksOf', { takes: [1], gives: 'value', names: 'phrase' }],
  ['quoteOf', { takes: [1], gives: 'value', names: 'phrase' }],
  ...calls('input', [0], 'first', 'last', 'tail', 'single', 'distinct'),
  ...calls('input', [1], 'skip', 'take'),
  ...calls('value', [0], 'empty', 'not', 'count', 'hasValue', 'allTrue', 'anyTrue', 'abs', 'length'),
  ...calls(
    'value',
    [0],
    'lower',
    'upper',
    'trim',
    'toString',
    'toInteger',
    'toDecimal',
    'toDate',
    'toDateTime',
  ),
  ...calls('value', [1], 'startsWith', 'endsWith', 'contains', 'matches', 'indexOf'),
  ...calls('value', [1, 2], 'substring'),
  ...calls('value', [2], 'replace', 'replaceMatches'),
]);

function calls(
  gives: Gives,
  takes: readonly number[],
  ...names: readonly string[]
): readonly (readonly [string, RecordFunction])[] {
  return names.map((name) => [name, { takes, gives }] as const);
}
