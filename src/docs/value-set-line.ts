import type { ValueSet } from 'fhir/r4.js';
import type { CodeSystemDefinition } from '../picture/code-system.js';

const MOST_CODES = 12;

/** One value set as a row: small ones with their codes, large ones with their number. */
export function valueSetLine(
  { id, title, description, compose }: ValueSet,
  codeSystems: readonly CodeSystemDefinition[],
): string {
  const codes = (compose?.include ?? []).map(({ system = '', concept = [] }) => {
    const name = codeSystems.find((one) => one.system === system)?.name ?? system;
    const listed =
      concept.length <= MOST_CODES ? concept.map(({ code }) => code).join(', ') : `${concept.length} codes`;
    return `${name}: ${listed}`;
  });
  const means = [title, description].filter(Boolean).join('. ').replaceAll('|', '\\|');
  return `| \`${id}\` | ${means} | ${codes.join('; ')} |`;
}
