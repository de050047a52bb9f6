import type { FhirResource } from 'fhir/r4.js';
import type { HookName } from '../request/hook-request.js';
import type { Indicator } from '../request/hook-response.js';

/** A card that has nothing to add, or nothing where it would say no more than this. */
export type Hidden = string | { readonly card: string; readonly upTo: Indicator };

/** One way a card speaks: the first case whose condition holds is shown. */
export interface CaseDefinition {
  readonly when: string;
  readonly indicator: Indicator;
  /** Another indicator at some hooks. */
  readonly indicatorAt?: Readonly<Partial<Record<HookName, Indicator>>>;
  readonly summary: string;
  readonly detail?: string;
  /** Cards that have nothing to add once this case speaks. */
  readonly hides?: readonly Hidden[];
}

export interface SuggestionDefinition {
  readonly label: string;
  /** Name of a file in `cards/orders/`. */
  readonly order?: string;
  /** Name of the order fact whose orders are to be removed. */
  readonly remove?: string;
  readonly when?: string;
  readonly unless?: string;
  readonly recommended?: boolean;
}

export type Expectation = 'fires' | 'silent' | 'cannot-tell';

export interface ExampleDefinition {
  readonly story: string;
  readonly hook?: HookName;
  readonly expect: Expectation;
  readonly indicator?: Indicator;
  readonly because?: string;
}

/** A `*.card.yaml` file after validation. */
export interface CardDefinition {
  readonly id: string;
  readonly title: string;
  /** The rules of the clinical basis (`docs/clinical-basis.md`) that it carries out. */
  readonly rules?: readonly string[];
  readonly hooks: readonly HookName[];
  /** Hooks at which this card is shown even as mere information. */
  readonly infoAlsoAt?: readonly HookName[];
  /** Checked first; where it does not hold, nothing else of the card is looked at. */
  readonly applies?: string;
  readonly cases: readonly CaseDefinition[];
  readonly detail?: string;
  readonly evidence: readonly string[];
  readonly source: { readonly label: string; readonly url?: string };
  readonly suggestions?: readonly SuggestionDefinition[];
  readonly selectionBehavior?: 'any' | 'at-most-one';
  /** Silent, but not reassuring: a last known value that is too old to count. */
  readonly doubtfulWhen?: string;
  /** Cards that have nothing to add once this one speaks, in whatever case. */
  readonly hides?: readonly Hidden[];
  /** The label contraindicates: that it could not be checked is a warning, not a note. */
  readonly contraindication?: boolean;
  /** Speaks on the chart also after treatment has ended. */
  readonly afterTreatment?: boolean;
  /** Speaks also where no order of the drug is in hand, but one that may not go with it. */
  readonly otherOrders?: boolean;
  readonly overrideReasons?: readonly string[];
  readonly rationale: string;
  /** The sentence of the article that it answers. */
  readonly article?: string;
  readonly examples: readonly ExampleDefinition[];
}

export interface HookDefinition {
  readonly service: string;
  readonly title: string;
  readonly description: string;
  readonly usageRequirements?: string;
  /** Nothing is said unless this holds. */
  readonly speaksWhen: string;
  /** Cards marked `afterTreatment` also speak when this holds. */
  readonly afterTreatmentWhen?: string;
  /** Cards marked `otherOrders` also speak when this holds; seen from the screen alone. */
  readonly otherOrdersWhen?: string;
  /** Where `speaksWhen` cannot be told, the gap is worth a note only for these patients. */
  readonly suspectWhen?: string;
  readonly shows: readonly Indicator[];
}

/** `cards/deck.yaml` */
export interface DeckDefinition {
  readonly version: string;
  readonly date: string;
  readonly topicSystem: string;
  readonly hooks: Readonly<Record<HookName, HookDefinition>>;
  /** Card ids, the most important first; breaks ties between cards of one indicator. */
  readonly order: readonly string[];
  readonly mostCards: number;
  /** Card ids that are left out first when there are too many. */
  readonly giveWayFirst: readonly string[];
  /** The card that says what could not be checked. */
  readonly uncheckedCard: string;
  readonly overrideReasons: Readonly<Record<string, { readonly system: string; readonly display: string }>>;
}

/** `cards/orders/*.yaml`: a resource to create, with tokens in its texts. */
export interface OrderTemplateDefinition {
  readonly description: string;
  readonly resource: Omit<FhirResource, 'id'> & Readonly<Record<string, unknown>>;
}
