import autocannon from 'autocannon';
import { quantile } from './statistics.mjs';

/** Calls a server for `seconds` over `connections` and tells how fast it was and what it cost. */
export async function burst(server, { path, body, connections, seconds }) {
  const cpuBefore = await server.cpuMs();
  const latencies = [];
  const started = performance.now();
  let ended = started;
  const run = autocannon({
    url: server.url + path,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    connections,
    duration: seconds,
    sampleInt: 100,
  });
  run.on('response', (_client, _status, _bytes, milliseconds) => {
    latencies.push(milliseconds);
    ended = performance.now();
  });
  const { non2xx, errors } = await run;
  const cpuAfter = await server.cpuMs();
  if (non2xx > 0 || errors > 0 || latencies.length === 0) {
    throw new Error(`${server.name}: ${latencies.length} answers, ${non2xx} not 2xx, ${errors} errors`);
  }
  return {
    answered: latencies.length,
    perSecond: (latencies.length * 1000) / (ended - started),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    cpuMs: (cpuAfter - cpuBefore) / latencies.length,
  };
}
