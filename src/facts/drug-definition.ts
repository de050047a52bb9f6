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

export interface RouteDefinition {
  readonly codes?: string;
  readonly text: string;
}
