import type { DenialWords } from '../picture/denials.js';

/**
 * The shape of `cards/facts.yaml` after validation: what every fact is called, where it
 * comes from, and the numbers behind it. Names of limits have been checked to exist.
 */
export interface FactDefinitions {
  readonly limits: Readonly<Record<string, LimitDefinition>>;
  readonly queries: Readonly<Record<string, QueryDefinition>>;
  readonly labs: Readonly<Record<string, LabDefinition>>;
  readonly groups: Readonly<Record<string, GroupDefinition>>;
  readonly drugs: Readonly<Record<string, DrugDefinition>>;
  readonly routes: Readonly<Record<string, RouteDefinition>>;
  readonly orders: Readonly<Record<string, OrderDefinition>>;
  readonly exposure: ExposureDefinition;
  readonly filters: Readonly<Record<string, string>>;
  readonly dates: Readonly<Record<string, string>>;
  readonly history: Readonly<Record<string, HistoryDefinition>>;
  readonly phrases: Readonly<Record<string, string>>;
  readonly denials: DenialWords;
}

export interface LimitDefinition {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

export interface QueryDefinition {
  readonly template: string;
  readonly name: string;
  /** Adds evidence where an EHR offers it; its absence alone is not reported. */
  readonly supplementary?: boolean;
}

/** A span of time given by the name of a limit. */
export type Span = { readonly days: string } | { readonly months: string };

/** A span that differs by region. */
export type RegionalSpan = Span | { readonly us: Span; readonly eu: Span };

/** A span before today, or before the day for which the drug is planned. */
export type RecordWindow = Span & { readonly before?: 'plannedOn' };

/** `first-dose`: results count for the start of treatment, not for today. */
export type Validity = Span & { readonly before?: 'firstDose' };

export interface ReferenceLimit {
  /** Name of the limit used where the laboratory gives no plausible one. */
  readonly default: string;
  /** Outside this range a laboratory's limit is taken for a mix-up of units and ignored. */
  readonly plausible?: readonly [number, number];
}

interface LabCommon {
  readonly name: string;
  readonly query: string;
  readonly codes: string;
  readonly orderedBy?: string;
  readonly validFor?: Validity;
  readonly validForOnChart?: Validity;
}

export interface QualitativeLabDefinition extends LabCommon {
  readonly kind: 'qualitative';
  readonly reading: string;
  readonly number: 'reference-range' | 'detection' | { readonly cutoff: string; readonly units: string };
  readonly abnormalIsPositive?: boolean;
  readonly confirmedBy?: string;
  readonly falsePositiveAfter?: { readonly vaccines: string; readonly query: string; readonly days: string };
}

export type Fallback =
  | { readonly sum: readonly string[] }
  | { readonly percent: string; readonly of: string };

export interface QuantityLabDefinition extends LabCommon {
  readonly kind: 'quantity';
  readonly units: string;
  readonly alarm: 'low' | 'high';
  readonly alarmLimit?: string;
  readonly lowerLimit?: ReferenceLimit;
  readonly upperLimit?: ReferenceLimit;
  readonly orElse?: readonly Fallback[];
  /** Of a test that alarms when low: a value beyond it is taken for a mix-up of units and not judged. */
  readonly plausibleUpTo?: number;
  /** Results beyond the limit this far apart, with none within it in between, are more than a passing dip. */
  readonly persistence?: { readonly days: string };
}

export type LabDefinition = QualitativeLabDefinition | QuantityLabDefinition;

export interface GroupDefinition {
  readonly name: string;
  readonly labs: readonly string[];
}

export interface ProductDefinition {
  readonly product: string;
  readonly codes: string;
  readonly text?: string;
  /** The one dose of this product, where it has only one: tells the product where nothing else does. */
  readonly doseMg?: number;
  /** Names of the limits that are its doses. */
  readonly doses?: readonly string[];
  readonly mgPerMl?: number;
}

export interface DrugDefinition {
  readonly codes: readonly string[];
  readonly notCodes?: readonly string[];
  readonly text?: string;
  readonly notText?: string;
  readonly textAlways?: boolean;
  readonly serviceText?: string;
  readonly products?: readonly ProductDefinition[];
  readonly otherwise?: string;
}

export interface RouteDefinition {
  readonly codes?: string;
  readonly text: string;
}

export interface OrderDefinition {
  readonly name: string;
  readonly resources: readonly string[];
  readonly among: 'selected' | 'session' | 'active' | 'session-or-active';
  readonly drug?: string;
  /** A weaker name of the drug, which counts only by these routes. */
  readonly alsoDrug?: {
    readonly drug: string;
    readonly routes?: readonly string[];
  };
  readonly codes?: string;
  /** A pattern in its words, for orders that no code exists for. */
  readonly text?: string;
  readonly notRoutes?: readonly string[];
  /**
   * Only an order around the dose. `alsoDosesWithin`: it is due beside every dose planned so soon after the
   * first; `alternative`: or this other order is.
   */
  readonly near?: {
    readonly days: string;
    readonly alsoDosesWithin?: { readonly days: string };
    readonly alternative?: string;
  };
  /** Only an order whose dose is still to come: dated ahead, repeated without an end, or written since the last dose. */
  readonly ahead?: boolean;
  /** Of signed orders only those written this recently; one that does not say when counts. */
  readonly within?: { readonly days: string };
  /** Paths of what was found: of signed orders only those known to be written on its day or later. */
  readonly after?: string | readonly string[];
  /** Only another product than the one that this order fact is known to be. */
  readonly notProductOf?: string;
  /** Where this search did not run, whether there is such an order is unknown; without it, "not known" counts as none. */
  readonly query?: string;
  /** An order that only refers to a drug nobody could read may be it: then whether there is one is unknown. */
  readonly orUnread?: boolean;
}

export interface DoseSource {
  readonly resource: string;
  readonly query: string;
  readonly statuses: readonly string[];
  readonly interrupted?: readonly string[];
  /** Handed over less than this before a dose on order, it is for that dose. */
  readonly aheadOfPlanned?: { readonly days: string };
}

export interface ExposureDefinition {
  readonly name: string;
  readonly drug: string;
  /** Names of the order facts for it: on the screen, and signed. */
  readonly order: string;
  readonly activeOrder: string;
  readonly administered: readonly DoseSource[];
  readonly supplied: readonly DoseSource[];
  readonly stopped: readonly DoseSource[];
  /** From the first half of a split initial dose to the second. */
  readonly secondHalf: { readonly earliest: Span; readonly due: Span; readonly latest: Span };
  readonly interval: {
    /** The shortest time between two doses. */
    readonly least: Span;
    readonly regular: Span;
    /** From here on a dose is overdue. */
    readonly overdue: Span;
  };
  /** How long a dose is taken to act. */
  readonly effect: Span;
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

/** `cards/units.yaml` */
export interface UnitTable {
  readonly canonical: string;
  /** The canonical unit as people write it. */
  readonly shown: string;
  readonly factors: Readonly<Record<string, number>>;
  readonly ambiguous?: Readonly<Record<string, readonly { from: number; to: number; factor: number }[]>>;
  readonly reject?: readonly string[];
}

export type Meaning = 'positive' | 'weakly-positive' | 'negative' | 'indeterminate' | 'not-done';

/** `cards/readings.yaml` */
export interface Readings {
  readonly words: Readonly<Record<string, readonly { means: Meaning; pattern: RegExp }[]>>;
  readonly interpretations: Readonly<Record<string, Meaning | 'abnormal'>>;
  readonly codedResults: readonly { means: Meaning; codes: string }[];
}
