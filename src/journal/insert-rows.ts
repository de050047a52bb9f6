import type { Query, Row, Value } from './store.js';

/** Few round trips for PostgreSQL; libsql's cost grows with the square of a statement's parameters. */
const ROWS_PER_STATEMENT = 50;

/**
 * Inserts rows, leaving out those whose key is already there, and says what was new:
 * the values of `returning` of each inserted row.
 */
export async function insertRows(
  query: Query,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
  returning?: string,
): Promise<readonly Row[]> {
  const inserted: Row[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const chunk = rows.slice(start, start + ROWS_PER_STATEMENT);
    const places = chunk.map(
      (_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`).join(', ')})`,
    );
    const sql =
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places.join(', ')} ON CONFLICT DO NOTHING` +
      (returning === undefined ? '' : ` RETURNING ${returning}`);
    inserted.push(...(await query(sql, chunk.flat().map(storable))));
  }
  return inserted;
}

/**
 * PostgreSQL refuses NUL and half surrogate pairs in text; one such character from an
 * EHR must not cost the whole batch it stands in.
 */
function storable(value: Value): Value {
  return typeof value === 'string' ? Buffer.from(value.replaceAll('\u0000', '')).toString() : value;
}
