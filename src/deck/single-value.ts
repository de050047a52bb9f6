/** A single value, or FHIRPath's empty collection. */
export type Value = string | number | boolean | undefined;

/**
 * FHIRPath's operators over single values, as the JavaScript that conditions are compiled to calls them.
 * An operand without a value leaves the whole without one.
 */
export const OPERATIONS = {
  /** A list where one value is due has none, unless it holds just one. */
  only(value: unknown): Value {
    if (!Array.isArray(value)) return (value ?? undefined) as Value;
    return value.length === 1 ? (value[0] as Value) : undefined;
  },

  has(value: unknown): boolean {
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
  },

  /** A single value that is no boolean stands for true. */
  truth(value: Value): boolean | undefined {
    return value === undefined || typeof value === 'boolean' ? value : true;
  },

  not(value: boolean | undefined): boolean | undefined {
    return value === undefined ? undefined : !value;
  },

  equal(a: Value, b: Value): boolean | undefined {
    return a === undefined || b === undefined ? undefined : a === b;
  },

  less(a: Value, b: Value): boolean | undefined {
    return areComparable(a, b) ? (a as number) < (b as number) : undefined;
  },

  lessOrEqual(a: Value, b: Value): boolean | undefined {
    return areComparable(a, b) ? (a as number) <= (b as number) : undefined;
  },

  plus(a: Value, b: Value): Value {
    if (typeof a === 'string' && typeof b === 'string') return a + b;
    return typeof a === 'number' && typeof b === 'number' ? a + b : undefined;
  },

  minus(a: Value, b: Value): Value {
    return typeof a === 'number' && typeof b === 'number' ? a - b : undefined;
  },

  times(a: Value, b: Value): Value {
    return typeof a === 'number' && typeof b === 'number' ? a * b : undefined;
  },

  over(a: Value, b: Value): Value {
    return typeof a === 'number' && typeof b === 'number' && b !== 0 ? a / b : undefined;
  },

  /** `&`: what is not there is written as nothing. */
  joined(a: Value, b: Value): Value {
    return `${a ?? ''}${b ?? ''}`;
  },

  absolute(value: Value): Value {
    return typeof value === 'number' ? Math.abs(value) : undefined;
  },

  negative(value: Value): Value {
    return typeof value === 'number' ? -value : undefined;
  },
} as const;

function areComparable(a: Value, b: Value): boolean {
  return (typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string');
}
