/** Members whose texts tell of a patient wherever they stand in a record. */
const FREE_TEXTS = new Set([
  'text',
  'display',
  'div',
  'valueString',
  'comment',
  'patientInstruction',
  'description',
]);
/** Members of a Patient that identify. */
const DEMOGRAPHICS = new Set([
  'id',
  'value',
  'family',
  'given',
  'text',
  'birthDate',
  'line',
  'city',
  'postalCode',
]);
/** Shorter ones are words of the trade ("mg", "final"), found in any text. */
const SHORTEST_TEXT = 6;

/** Every name, record number, birth date, id and free text in these resources. */
export function identifyingTexts(resources: readonly unknown[]): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (value: unknown, member: string, isPatient: boolean): void => {
    if (typeof value === 'string') {
      const isDemographic = isPatient && DEMOGRAPHICS.has(member);
      const isFree = (FREE_TEXTS.has(member) || member === 'id') && value.length >= SHORTEST_TEXT;
      if (isDemographic || isFree) found.add(value);
    } else if (Array.isArray(value)) {
      for (const item of value) collect(item, member, isPatient);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) collect(inner, name, isPatient);
    }
  };
  for (const resource of resources) {
    collect(resource, '', (resource as { resourceType?: unknown }).resourceType === 'Patient');
  }
  return found;
}

/** Which of the texts stand in what was written, each as a word of its own. */
export function textsFoundIn(
  written: string,
  texts: ReadonlySet<string>,
  secrets: readonly string[],
): readonly string[] {
  const isWord = (text: string): boolean => {
    for (let at = written.indexOf(text); at !== -1; at = written.indexOf(text, at + 1)) {
      const around = `${written[at - 1] ?? ' '}${written[at + text.length] ?? ' '}`;
      if (!/[\p{L}\p{N}]/u.test(around)) return true;
    }
    return false;
  };
  return [...[...texts].filter(isWord), ...secrets.filter((secret) => written.includes(secret))];
}
