import { burst } from './load.mjs';
import { WARM_UP } from './plan.mjs';
import { median } from './statistics.mjs';

const IDLE_SECONDS = 12;

/**
 * Service and floor in turn, each round the other way round, so that whatever slows the machine slows
 * both. Ratios are taken within a round; what is told is their median.
 */
export async function compare(
  { service, floor },
  { path, body, size, connections, rounds, seconds, afterIdle },
) {
  const call = (server, duration) => burst(server, { path, body, connections, seconds: duration });
  for (const server of [service, floor]) await warmUp(() => call(server, 1), WARM_UP.calls[size]);
  const measured = [];
  for (let round = 0; round < rounds; round += 1) {
    if (afterIdle) await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000));
    const isServiceFirst = round % 2 === 0;
    const first = await call(isServiceFirst ? service : floor, seconds);
    const second = await call(isServiceFirst ? floor : service, seconds);
    measured.push(isServiceFirst ? { service: first, floor: second } : { service: second, floor: first });
  }
  return {
    ratios: measured.map((round) => round.service.perSecond / round.floor.perSecond),
    cpuTimes: median(measured.map((round) => round.service.cpuMs / round.floor.cpuMs)),
    service: medians(measured.map((round) => round.service)),
    floor: medians(measured.map((round) => round.floor)),
  };
}

async function warmUp(callForASecond, calls) {
  let answered = 0;
  for (let second = 0; second < WARM_UP.mostSeconds && answered < calls; second += 1) {
    answered += (await callForASecond()).answered;
  }
}

function medians(bursts) {
  const of = (name) => median(bursts.map((one) => one[name]));
  return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpuMs: of('cpuMs') };
}
