import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { nearestName } from '../configuration/nearest-name.js';
import { type Ehr, loadEhrRegistry } from '../trust/ehr-registry.js';
import { RegistryError } from '../trust/registry-error.js';
import { InputError } from './input-error.js';

export function ehrsOption(): Option {
  return new Option('--ehrs <file>', 'the registry of EHRs').env('EHRS_FILE');
}

/** One EHR of the registry, by name or issuer. Throws with every fault of the file, or with what is there instead. */
export function registeredEhr(file: string | undefined, named: string | undefined): Ehr {
  const load = loadEhrRegistry(file, (path) => readFileSync(path, 'utf8'));
  if (!load.ok) throw new RegistryError(load.problems);
  if (load.registry.mode === 'open')
    throw new InputError('Which registry? Set EHRS_FILE, or --ehrs, to the file the service reads.');
  const ehrs = [...load.registry.byIssuer.values()];
  const names = ehrs.map(({ name }) => name);
  const [only] = ehrs;
  if (named === undefined && ehrs.length === 1 && only !== undefined) return only;
  if (named === undefined) throw new InputError(`Which EHR? The registry has: ${names.join(', ')}.`);
  const found = ehrs.find(({ name, issuer }) => name === named || issuer === named);
  if (found !== undefined) return found;
  const nearest = nearestName(named, names);
  throw new InputError(
    `The registry has no EHR "${named}"; ${nearest === undefined ? `it has: ${names.join(', ')}` : `did you mean "${nearest}"?`}`,
  );
}
