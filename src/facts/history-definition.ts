import type { RecordWindow, RegionalSpan, Span } from './span.js';

export interface HistoryDefinition {
  readonly name: string;
  readonly any: readonly (HistorySource | LabSource)[];
  readonly within?: RecordWindow;
  /** Paths of labs, groups, history facts or doses: only records of their day or later count; after a dose, only later ones. */
  readonly after?: string | readonly string[];
  /** Path of a dose: only records of its day or earlier count. */
  readonly before?: string;
  /** Only records of this many days around a fact. */
  readonly around?: { readonly fact: string; readonly days: string };
  /** Only records of this span up to the day of a fact: what was given so shortly before a sample acts on it. */
  readonly leadingTo?: Span & { readonly fact: string };
  /** Path of a history fact that ends whatever was recorded before it. */
  readonly endedBy?: string;
  /** Records closer together than this count as one. */
  readonly apart?: { readonly days: string };
  /** How long to wait after such a record before the drug may be given. */
  readonly waits?: RegionalSpan;
  readonly extract?: Readonly<Record<string, string>>;
  /** Softens a card where it is found; where it could not be searched, it simply was not found. */
  readonly optional?: boolean;
}

/** One kind of record that makes a history fact true. */
export interface HistorySource {
  readonly resource: string;
  readonly query: string;
  readonly codes?: string;
  readonly notCodes?: string | readonly string[];
  readonly drug?: string;
  readonly where?: readonly string[];
  /** The date of this kind of record, in FHIRPath, where it is not the one its resource type speaks for. */
  readonly date?: string;
  readonly within?: RecordWindow;
  readonly olderThan?: RecordWindow;
  /** Only a course longer than this: as stated, or begun that long ago and repeated without an end. */
  readonly longerThan?: Span;
  /** Whether a record without a date counts where a span is asked for; without a span it always does. */
  readonly undated?: 'counts';
  /** Only on the day of a dose of the drug, or this many days after one. */
  readonly onDaysAfter?: { readonly doses: true; readonly days: string };
  /** Not on the day of a dose of the drug, nor this many days after one: an order so close to a dose is the order of that dose. */
  readonly notOnDaysAfter?: { readonly doses: true; readonly days: string };
  /** Only the first of each code among the records that meet these filters: what was there before is not new when it is recorded again. */
  readonly firstAmong?: readonly string[];
  /** Only records that belong to a resource of another type; `by` and `from` read the references between the two. */
  readonly linkedTo?: {
    readonly resource: string;
    readonly query: string;
    readonly where?: readonly string[];
    readonly by: string;
    readonly from: string;
  };
}

/** The newest result of a laboratory test, where it means what is asked for. */
export interface LabSource {
  readonly lab: string;
  readonly is: 'positive' | 'negative';
  readonly within?: RecordWindow;
}
