import { evalFhirPath, getSearchParameter, type matchesSearchRequest, type SortRule } from '@medplum/core';

type Entry = { resource?: Parameters<typeof matchesSearchRequest>[0] };

/** Orders entries by the search parameters of `_sort`; Medplum's own sort compares JSON texts. */
export function byInstants(rules: readonly SortRule[]): (a: Entry, b: Entry) => number {
  return (a, b) => {
    for (const { code, descending } of rules) {
      const difference = sortValue(a, code) - sortValue(b, code);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  };
}

/** Start of the date, dateTime or Period; what has none counts as oldest. */
function sortValue({ resource }: Entry, code: string): number {
  if (resource === undefined) return 0;
  const expression = getSearchParameter(resource.resourceType, code)?.expression ?? code;
  const value: unknown = evalFhirPath(expression, resource)[0];
  const text = typeof value === 'object' && value !== null && 'start' in value ? value.start : value;
  const instant = Date.parse(String(text));
  return Number.isNaN(instant) ? 0 : instant;
}
