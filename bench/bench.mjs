import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { readDeckFiles } from '../dist/deck/deck-files.js';
import { loadDeck } from '../dist/deck/load-deck.js';
import { moveTo, onCore, twoCores } from './cores.mjs';
import { answeredCalls, journalledCalls } from './journalled.mjs';
import { ENGINE, HTTP, ROUNDS } from './plan.mjs';
import { orderSign } from './record.mjs';
import {
  ENGINE_HEADINGS,
  RATIO_HEADINGS,
  ratioLine,
  SERVER_HEADINGS,
  serverLines,
  table,
} from './report.mjs';
import { compare } from './rounds.mjs';
import { startServer } from './servers.mjs';
import { SIGNED_HEADINGS, signedCalls } from './signed.mjs';
import { median } from './statistics.mjs';

/** `npm start`'s own flags; the floor gets the same, so that only the work differs. */
const FLAGS = ['--no-memory-reducer', '--max-semi-space-size=64'];
const HERE = fileURLToPath(new URL('.', import.meta.url));
const DECK = join(HERE, '..', 'cards');

const { values: options } = parseArgs({
  options: { full: { type: 'boolean', default: false }, check: { type: 'boolean', default: false } },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

const deck = loadDeck(readDeckFiles(DECK));
const cores = twoCores();
if (cores) moveTo(cores.load);
say(machine());

const engine = await engineTimes();
const inProcess = ENGINE.map(({ name, size, ...target }) => {
  const { parseMs, requestMs, engineMs, bytes } = engine[size];
  const line = ratioLine(`${name} body (${kilobytes(bytes)})`, engineMs / parseMs, target);
  const milliseconds = `engine ${engineMs.toFixed(2)}, JSON.parse ${parseMs.toFixed(2)}; check and freeze (not in it) ${requestMs.toFixed(2)}`;
  return { ...line, cells: [...line.cells.slice(0, -1), milliseconds] };
});
say(
  table(
    ENGINE_HEADINGS,
    inProcess.map(({ cells }) => cells),
  ),
);

const { lines: overHttp, signed, journal } = await httpRatios();
say(
  table(
    RATIO_HEADINGS,
    overHttp.map(({ cells }) => cells),
  ),
);
say(
  table(
    SERVER_HEADINGS,
    overHttp.flatMap(({ servers }) => servers),
  ),
);

say(table(SIGNED_HEADINGS, signed));

say(
  `Journal: ${journal.kept} calls kept, ${journal.answered} answered before the stop${journal.isMet ? '' : ': MISS'}`,
);

const missed = [...inProcess, ...overHttp, journal].filter(({ isMet }) => !isMet);
if (options.check && missed.length > 0) process.exitCode = 1;

async function engineTimes() {
  const [command, args] = onCore(cores?.servers, process.execPath, [...FLAGS, join(HERE, 'engine.mjs')]);
  const { stdout } = await promisify(execFile)(command, args);
  return JSON.parse(stdout);
}

async function httpRatios() {
  const scratch = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-bench-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const file = join(scratch, 'journal.sqlite');
  const env = { JOURNAL_FILE: file, DATABASE_URL: undefined, TIME_ZONE: 'UTC' };
  const core = cores?.servers;
  const service = await startServer({ name: 'service', flags: FLAGS, file: 'dist/server.js', env, core });
  const floor = await startServer({ name: 'floor', flags: FLAGS, file: 'bench/floor.mjs', env: {}, core });
  const path = `/cds-services/${deck.definition.hooks['order-sign'].service}`;
  const today = new Date();
  const lines = [];
  for (const { name, size, isFull, afterIdle = false, connections, ...target } of HTTP) {
    if (isFull && !options.full) continue;
    const body = JSON.stringify(orderSign(deck, size, today));
    await requireCards(service.url + path, body, engine[size].topics);
    const plan = { path, body, size, connections, afterIdle, ...(options.full ? ROUNDS.full : ROUNDS.quick) };
    const found = await compare({ service, floor }, plan);
    const line = ratioLine(name, median(found.ratios), target, found.ratios);
    lines.push({ ...line, servers: serverLines(name, found) });
  }
  const body = JSON.stringify(orderSign(deck, 'standard', today));
  const start = { flags: FLAGS, file: 'dist/server.js', env, core };
  const signed = await signedCalls(service, { scratch, path, body, start });
  const answered = await answeredCalls(service);
  await Promise.all([service.stop(), floor.stop()]);
  const kept = await journalledCalls(file);
  return { lines, signed, journal: { answered, kept, isMet: kept >= answered } };
}

/** A service that answers something else, or nothing, is fast for the wrong reason. */
async function requireCards(url, body, expected) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const text = await response.text();
  const topics = response.ok ? JSON.parse(text).cards.map((card) => card.source.topic.code) : [];
  if (topics.length > 0 && topics.join() === expected.join()) return;
  throw new Error(
    `The service answered ${response.status}, cards "${topics}", not "${expected}": ${text.slice(0, 300)}`,
  );
}

function machine() {
  const pinned = cores
    ? `servers on core ${cores.servers}, load on core ${cores.load}`
    : 'not pinned (taskset and two cores are needed): servers and load share cores, ratios come out lower';
  return `Node ${process.version} ${FLAGS.join(' ')}, ${cpus()[0]?.model ?? 'unknown CPU'}; ${pinned}.\n`;
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
