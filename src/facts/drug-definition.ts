export interface DrugDefinition {
  readonly codes: readonly string[];
  readonly notCodes?: readonly string[];
  readonly text?: string;
  readonly notText?: string;
  readonly textAlways?: boolean;
  readonly serviceText?: string;
  /** Its billing codes count units of 1 mg; fewer units than this are a count of infusions. */
  readonly leastBilledMg?: number;
  readonly products?: readonly ProductDefinition[];
  readonly otherwise?: string;
}

export interface ProductDefinition {
  readonly product: string;
  readonly codes: string;
  readonly text?: string;
  /** The one dose of this product, where it has only one: tells the product where nothing else does. */
  readonly doseMg?: number;
  /** Names of the limits that are its doses. */
  readonly doses?: readonly string[];
  readonly strength?: StrengthDefinition;
}

/** What a volume of a product says of its dose. */
export interface StrengthDefinition {
  readonly mgPerMl: number;
  /** The most that is given undiluted: a larger volume is the bag it is diluted in, and says nothing of the dose. */
  readonly mostMl: number;
}

export interface RouteDefinition {
  readonly codes?: string;
  readonly text: string;
}
