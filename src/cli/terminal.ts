import type { Paint } from './paint.js';

/** All that a command has of the world outside, so that it can be run without a process. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly paint: Paint;
  readonly print: (text: string) => void;
  /** Says something about the result, beside it: what is printed stays whole for a program that reads it. */
  readonly remark: (text: string) => void;
  /** What the process ends with once the command is through. */
  readonly exitWith: (code: number) => void;
}
