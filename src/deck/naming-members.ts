/** What is defined under a name. */
export type Kind =
  | 'limit'
  | 'value set'
  | 'query'
  | 'drug'
  | 'unit table'
  | 'reading'
  | 'lab'
  | 'order fact'
  | 'route'
  | 'product'
  | 'phrase';

/** Members of `facts.yaml` that name something defined elsewhere, and what they name. */
export const REFERENCES: Readonly<Record<string, Kind>> = {
  codes: 'value set',
  notCodes: 'value set',
  orderedBy: 'value set',
  confirmedBy: 'value set',
  vaccines: 'value set',
  sum: 'value set',
  percent: 'value set',
  of: 'value set',
  query: 'query',
  units: 'unit table',
  reading: 'reading',
  labs: 'lab',
  lab: 'lab',
  beside: 'lab',
  drug: 'drug',
  order: 'order fact',
  activeOrder: 'order fact',
  notProductOf: 'order fact',
  alternative: 'order fact',
  doses: 'limit',
  routes: 'route',
  notRoutes: 'route',
  product: 'product',
  default: 'limit',
  days: 'limit',
  above: 'limit',
  months: 'limit',
  cutoff: 'limit',
  alarmLimit: 'limit',
};

/** Members whose text is a pattern. */
export const PATTERNS = new Set(['text', 'notText', 'serviceText']);

/** Sections whose facts are placed by another, and the members that name that one. */
export const ANCHORED = new Set<string | number | undefined>(['history', 'orders']);
export const ANCHORS = new Set(['after', 'fact', 'endedBy']);
