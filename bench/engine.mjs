import { fileURLToPath } from 'node:url';
import { judge } from '../dist/answer.js';
import { readDeckFiles } from '../dist/deck/deck-files.js';
import { loadDeck } from '../dist/deck/load-deck.js';
import { readPrefetch } from '../dist/gather/read-prefetch.js';
import { siteCalendar } from '../dist/picture/site-calendar.js';
import { freezeObjects } from '../dist/request/deep-freeze.js';
import { parseHookRequest } from '../dist/request/parse-hook-request.js';
import { WARM_UP } from './plan.mjs';
import { orderSign } from './record.mjs';
import { median } from './statistics.mjs';

/**
 * In process, without HTTP: the engine's time (prefetch to cards) over the time of `JSON.parse` for the
 * same body, call by call in turn. Of everything measured here it is the least noisy. Not in it: the
 * check and freeze between the two, told apart as `requestMs`. Runs as a process of its own, under the
 * flags of `npm start`, and prints JSON.
 */
const SIZES = ['standard', 'heavy'];
const MEASURE_MS = 3000;

const deck = loadDeck(readDeckFiles(fileURLToPath(new URL('../cards', import.meta.url))));
const { templates } = deck.hooks['order-sign'];
const calendarAt = siteCalendar('UTC');
const today = new Date();

function measure(size) {
  const body = JSON.stringify(orderSign(deck, size, today));
  const coldAt = performance.now();
  for (let calls = 0; calls < WARM_UP.calls[size]; calls += 1) {
    judged(body);
    if (performance.now() - coldAt > WARM_UP.mostSeconds * 1000) break;
  }
  const calls = [];
  const hotAt = performance.now();
  while (performance.now() - hotAt < MEASURE_MS) calls.push(judged(body));
  return {
    bytes: Buffer.byteLength(body),
    topics: calls.at(-1).topics,
    parseMs: median(calls.map(({ parseMs }) => parseMs)),
    requestMs: median(calls.map(({ requestMs }) => requestMs)),
    engineMs: median(calls.map(({ engineMs }) => engineMs)),
  };
}

function judged(body) {
  const now = new Date();
  const begin = performance.now();
  const json = JSON.parse(body);
  const parsed = performance.now();
  const request = parseHookRequest(json, 'order-sign', freezeObjects);
  const checked = performance.now();
  const gathered = readPrefetch(templates, request.prefetch);
  const { cards } = judge(deck, { request, gathered, calendar: calendarAt(now), now });
  const end = performance.now();
  const topics = cards.map((card) => card.source.topic.code);
  return { parseMs: parsed - begin, requestMs: checked - parsed, engineMs: end - checked, topics };
}

// One body alone, for a profiler: node --cpu-prof bench/engine.mjs standard
const only = process.argv[2];
const sizes = only === undefined ? SIZES : [only];
process.stdout.write(JSON.stringify(Object.fromEntries(sizes.map((size) => [size, measure(size)]))));
