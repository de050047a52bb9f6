import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { nearestName } from '../configuration/nearest-name.js';
import { type Ehr, loadEhrRegistry } from '../trust/ehr-registry.js';
import { RegistryError } from '../trust/registry-error.js';
import { InputError } from './input-error.js';
import { readFile } from './read-file.js';

/** The same file the service reads, so that what is examined is what will be trusted. */
export function ehrsOption(): Option {
  return new Option('--ehrs <file>', 'the registry of EHRs').env('EHRS_FILE');
}

/** One EHR of the registry, by name or issuer. Throws with every fault of the file, or with what is there instead. */
export function registeredEhr(command: Command, named: string | undefined): Ehr {
  const file: string | undefined = command.getOptionValue('ehrs');
  const isSetting = command.getOptionValueSource('ehrs') === 'env';
  // Where the setting names a file that cannot be read, the registry's own fault says so.
  const text = file === undefined || isSetting ? undefined : readFile(file, '--ehrs');
  const load = loadEhrRegistry(file, (path) => text ?? readFileSync(path, 'utf8'));
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
