import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LogOutput } from '../src/log-output.js';
import { eventually } from './journal/entries.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-log-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lines = Array.from({ length: 500 }, (_, number) => `{"line":${number},"text":"µ"}\n`);

describe('the log', () => {
  it('is written whole and in order, and its rest at the end', async () => {
    const path = join(folder, 'log');
    const file = openSync(path, 'w');
    const output = new LogOutput(file);
    for (const line of lines) output.write(line);
    await eventually(() => expect(readFileSync(path, 'utf8')).toBe(lines.join('')));
    output.write('a\n');
    output.write('b\n');
    output.writeRest();
    await eventually(() =>
      expect(readFileSync(path, 'utf8').split('\n').slice(-3).sort()).toEqual(['', 'a', 'b']),
    );
    expect(output.lost).toBe(0);
    closeSync(file);
  });

  it('on a full disk loses lines, each counted', async () => {
    const full = openSync('/dev/full', 'w');
    const output = new LogOutput(full);
    for (const line of lines) output.write(line);
    await eventually(() => expect(output.lost).toBe(500));
    output.write('a\n');
    output.write('b\n');
    output.writeRest();
    await eventually(() => expect(output.lost).toBe(502));
    closeSync(full);
  });

  it('at the end, gives a full pipe what it takes and counts the rest', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const output = new LogOutput(pipe);
    const line = `${'x'.repeat(1023)}\n`;
    const filled = 200;
    for (let count = 0; count < filled; count++) output.write(line);
    // By now it has found the pipe full, and waits for somebody to read.
    await new Promise((resolve) => setTimeout(resolve, 50));
    output.writeRest();
    const taken = Buffer.alloc(filled * line.length);
    const bytes = readSync(pipe, taken);
    expect(output.lost).toBe(filled - Math.floor(bytes / line.length));
    closeSync(pipe);
  });

  it('keeps only so much for a disk that has stopped', () => {
    const output = new LogOutput(openSync('/dev/null', 'w'));
    // Nothing is written before this turn ends.
    for (let line = 0; line < 10; line++) output.write(`${'x'.repeat(1024 ** 2)}\n`);
    expect(output.lost).toBeGreaterThan(3);
  });
});
