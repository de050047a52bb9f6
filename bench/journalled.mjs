import { readJournal } from '../dist/journal/read-journal.js';

/** How many hook calls the service says it has answered. */
export async function answeredCalls({ url }) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return sum([...text.matchAll(/^cds_hooks_total\{[^}]*\} (\d+)$/gm)].map(([, calls]) => Number(calls)));
}

/**
 * How many of them are in the journal once the service has stopped. The journal is on while the service is
 * measured; one that let calls fall under load would make it fast for the wrong reason.
 */
export async function journalledCalls(file) {
  const { calls } = await readJournal({ file }, (journal) =>
    journal.tally({ from: new Date(0), to: new Date(Date.now() + 1) }),
  );
  return sum(calls.map((row) => row.calls));
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
