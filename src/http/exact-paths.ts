/**
 * Every router matches paths as they are written. A proxy that keeps `/metrics` inside knows one spelling of it:
 * another, such as `/METRICS` or `/metrics/`, must lead nowhere here either.
 */
export const EXACT_PATHS = { strict: true, caseSensitive: true } as const;
