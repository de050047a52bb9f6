/**
 * What is measured, and what each figure must reach. "Hot": under load just before; "after idle": 12 s
 * without a call, in which V8 may drop its optimised code.
 */
export const HTTP = [
  { name: 'standard, concurrency 8, hot', size: 'standard', connections: 8, atLeast: 0.7 },
  { name: 'heavy, concurrency 8, hot', size: 'heavy', connections: 8, atLeast: 0.75 },
  { name: 'standard, concurrency 1, hot', size: 'standard', connections: 1, isFull: true },
  { name: 'standard, concurrency 32, hot', size: 'standard', connections: 32, isFull: true },
  {
    name: 'standard, concurrency 8, after idle',
    size: 'standard',
    connections: 8,
    afterIdle: true,
    isFull: true,
  },
];
/** "Hot": V8 takes thousands of calls until it has optimised what they run through; a slow machine stops here. */
export const WARM_UP = { calls: { standard: 5000, heavy: 400 }, mostSeconds: 25 };
export const ROUNDS = { quick: { rounds: 6, seconds: 1.5 }, full: { rounds: 10, seconds: 3 } };

export const ENGINE = [
  { name: 'standard', size: 'standard', atMost: 0.6 },
  { name: 'heavy', size: 'heavy', atMost: 0.6 },
];
