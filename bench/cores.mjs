import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * One core for the servers and another for whoever calls them, so that neither takes time from the other.
 * `undefined` where that cannot be had: no Linux, no `taskset`, or a single core.
 */
export function twoCores() {
  if (process.platform !== 'linux' || spawnSync('taskset', ['--version']).status !== 0) return undefined;
  const cores = allowedCores();
  return cores.length < 2 ? undefined : { servers: cores[0], load: cores[1] };
}

/** "0-2,5" → 0, 1, 2, 5 */
function allowedCores() {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** Moves this process, with all its threads, to a core. */
export function moveTo(core) {
  spawnSync('taskset', ['-acp', String(core), String(process.pid)]);
}

/** A command and its arguments, pinned to a core if there is one. */
export function onCore(core, command, args) {
  return core === undefined ? [command, args] : ['taskset', ['-c', String(core), command, ...args]];
}
