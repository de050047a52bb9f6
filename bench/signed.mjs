import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { startServer } from './servers.mjs';
import { median } from './statistics.mjs';

const ISSUER = 'https://ehr.example.org';
const CALLS = { rounds: 4, each: 150, warmUp: 300 };

/**
 * What the proof of who calls costs: the same calls, one after another, to the open service and to one that
 * verifies an ES384 token of its own for each and remembers it. Tokens are signed before the clock starts.
 */
export async function signedCalls(open, { scratch, path, body, start }) {
  const { publicKey, privateKey } = await generateKeyPair('ES384', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES384' }] };
  const registry = join(scratch, 'ehrs.yaml');
  const ehr = { name: 'bench', issuer: ISSUER, jwks, algorithms: ['ES384'], fhirBases: [] };
  writeFileSync(registry, JSON.stringify({ ehrs: [ehr] }));
  const env = { ...start.env, EHRS_FILE: registry, JOURNAL_FILE: join(scratch, 'signed.sqlite') };
  const signed = await startServer({ ...start, name: 'service with tokens', env });

  const tokens = async (count) => {
    const iat = Math.floor(Date.now() / 1000);
    const claims = () => ({ iss: ISSUER, aud: signed.url + path, iat, exp: iat + 300, jti: randomUUID() });
    const sign = () =>
      new SignJWT(claims()).setProtectedHeader({ alg: 'ES384', kid: 'bench', typ: 'JWT' }).sign(privateKey);
    return Promise.all(Array.from({ length: count }, sign));
  };
  const callAll = async (server, bearers) => {
    const times = [];
    const cpuBefore = await server.cpuMs();
    for (const bearer of bearers) {
      const started = performance.now();
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
      const response = await fetch(server.url + path, { method: 'POST', headers, body });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${server.name} answered ${response.status}`);
      times.push(performance.now() - started);
    }
    return { p50: median(times), cpuMs: ((await server.cpuMs()) - cpuBefore) / bearers.length };
  };

  for (const server of [open, signed]) await callAll(server, await tokens(CALLS.warmUp));
  const measured = { open: [], signed: [] };
  for (let round = 0; round < CALLS.rounds; round += 1) {
    measured.open.push(await callAll(open, await tokens(CALLS.each)));
    measured.signed.push(await callAll(signed, await tokens(CALLS.each)));
  }
  await signed.stop();
  return Object.entries(measured).map(([name, rounds]) => [
    name === 'open' ? 'order-sign, open' : 'order-sign with JWT (ES384, used once)',
    ...['p50', 'cpuMs'].map((figure) => median(rounds.map((one) => one[figure])).toFixed(2)),
  ]);
}

export const SIGNED_HEADINGS = ['one call after another', 'p50 ms', 'CPU ms a request'];
