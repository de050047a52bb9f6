import { write, writeSync } from 'node:fs';

/** More than this behind a disk or a reader that has stopped is memory for nobody. */
const MOST_WAITING = 4 * 1024 ** 2;
const RETRY_MS = 100;

/**
 * Log lines on a file descriptor, written behind the caller. A disk that is full, or a reader that has
 * stopped, costs lines, which are counted; no answer waits for it.
 */
export class LogOutput {
  #waiting = '';
  /** What a pipe that is full has not taken yet. */
  #held: Buffer = Buffer.alloc(0);
  #isWriting = false;
  #lost = 0;

  constructor(private readonly descriptor: number) {}

  /** Lines that could not be written. */
  get lost(): number {
    return this.#lost;
  }

  write(line: string): void {
    if (this.#waiting.length + line.length > MOST_WAITING) {
      this.#lost += 1;
      return;
    }
    this.#waiting += line;
    if (!this.#isWriting) this.#writeWaiting();
  }

  /** For the end of the process, after which nothing is written behind anybody. */
  writeRest(): void {
    let rest = Buffer.concat([this.#held, Buffer.from(this.#waiting)]);
    this.#held = Buffer.alloc(0);
    this.#waiting = '';
    try {
      // A pipe may take it in parts.
      while (rest.length > 0) rest = rest.subarray(writeSync(this.descriptor, rest));
    } catch {
      this.#lost += linesIn(rest.toString());
    }
  }

  #writeWaiting(): void {
    this.#isWriting = this.#waiting !== '';
    if (!this.#isWriting) return;
    const bytes = Buffer.from(this.#waiting);
    this.#waiting = '';
    this.#writeOut(bytes);
  }

  #writeHeld(): void {
    const bytes = this.#held;
    this.#held = Buffer.alloc(0);
    this.#writeOut(bytes);
  }

  #writeOut(bytes: Buffer): void {
    write(this.descriptor, bytes, (error, written) => {
      if (error?.code === 'EAGAIN') {
        // A pipe that is full for the moment; what comes meanwhile waits.
        this.#held = bytes;
        setTimeout(() => this.#writeHeld(), RETRY_MS).unref();
        return;
      }
      if (error === null && written < bytes.length) {
        this.#writeOut(bytes.subarray(written));
        return;
      }
      if (error !== null) this.#lost += linesIn(bytes.toString());
      this.#writeWaiting();
    });
  }
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
