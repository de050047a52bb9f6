import type { ValueSet } from 'fhir/r4.js';

const SYSTEM_NAMES: readonly (readonly [string, string])[] = [
  ['loinc', 'LOINC'],
  ['snomed', 'SNOMED CT'],
  ['rxnorm', 'RxNorm'],
  ['icd-10', 'ICD-10-CM'],
  ['cvx', 'CVX'],
  ['HCPCS', 'HCPCS'],
  ['sid/ndc', 'NDC'],
  ['whocc', 'ATC'],
  ['fdasis', 'UNII'],
];
const MOST_CODES = 12;

/** One value set as a row: small ones with their codes, large ones with their number. */
export function valueSetLine({ id, title, description, compose }: ValueSet): string {
  const codes = (compose?.include ?? []).map(({ system = '', concept = [] }) => {
    const name = SYSTEM_NAMES.find(([part]) => system.includes(part))?.[1] ?? system;
    const listed =
      concept.length <= MOST_CODES ? concept.map(({ code }) => code).join(', ') : `${concept.length} codes`;
    return `${name}: ${listed}`;
  });
  const means = [title, description].filter(Boolean).join('. ').replaceAll('|', '\\|');
  return `| \`${id}\` | ${means} | ${codes.join('; ')} |`;
}
