import { readFileSync } from 'node:fs';
import { type EhrRegistry, loadEhrRegistry } from './ehr-registry.js';
import { RegistryError } from './registry-error.js';
import type { TrustLog } from './trust-log.js';

/** The registry of EHRs of this service. Faults in it refuse the start; warnings are logged. */
export function openEhrRegistry(path: string | undefined, log: TrustLog): EhrRegistry {
  const load = loadEhrRegistry(path, (file) => readFileSync(file, 'utf8'));
  if (!load.ok) throw new RegistryError(load.problems);
  for (const warning of load.warnings) log.warn({}, warning);
  return load.registry;
}
