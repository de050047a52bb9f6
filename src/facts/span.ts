/** A span of time given by the name of a limit. */
export type Span = { readonly days: string } | { readonly months: string };

/** A span that differs by region. */
export type RegionalSpan = Span | { readonly us: Span; readonly eu: Span };

/** A span before today, or before the day for which the drug is planned. */
export type RecordWindow = Span & { readonly before?: 'plannedOn' };

/** `first-dose`: results count for the start of treatment, not for today. */
export type Validity = Span & { readonly before?: 'firstDose' };
