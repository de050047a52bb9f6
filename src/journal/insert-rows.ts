import type { Query, Row, Value } from './store.js';

/** The columns of a table, in the order of a row's values, each with its SQL type. */
export type Columns = Readonly<Record<string, 'TEXT' | 'BIGINT' | 'DOUBLE PRECISION'>>;

/**
 * Inserts rows, leaving out those whose key is already there, and says what was new:
 * the values of `returning` of each inserted row.
 *
 * All rows travel as one JSON parameter, in a form that SQLite and PostgreSQL read alike: an
 * object, for only of that both have `json_each`. A parameter per value cost several times as
 * much, and the CPU it took was the hooks'.
 */
export async function insertRows(
  query: Query,
  table: string,
  columns: Columns,
  rows: readonly (readonly Value[])[],
  returning?: string,
): Promise<readonly Row[]> {
  if (rows.length === 0) return [];
  const values = Object.values(columns).map((type, index) => {
    return type === 'TEXT' ? `value ->> ${index}` : `CAST(value ->> ${index} AS ${type})`;
  });
  const sql =
    `INSERT INTO ${table} (${Object.keys(columns).join(', ')}) SELECT ${values.join(', ')}` +
    // Without WHERE, SQLite would take ON for a join's.
    ' FROM json_each($1) WHERE true ON CONFLICT DO NOTHING' +
    (returning === undefined ? '' : ` RETURNING ${returning}`);
  return query(sql, [jsonOf(rows)]);
}

/**
 * PostgreSQL refuses NUL and half surrogate pairs in text; one such character from an
 * EHR must not cost the whole batch it stands in.
 */
function jsonOf(rows: readonly (readonly Value[])[]): string {
  const json = JSON.stringify({ ...rows });
  if (!json.includes('\\u')) return json;
  return JSON.stringify({ ...rows.map((row) => row.map(storable)) });
}

function storable(value: Value): Value {
  return typeof value === 'string' ? Buffer.from(value.replaceAll('\u0000', '')).toString() : value;
}
