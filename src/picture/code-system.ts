/** How codes of one system are written before they are compared. */
export interface CodeSystemDefinition {
  readonly system: string;
  /** What people call it. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly write?: 'ndc-11' | 'two-digits';
  /** Resource types that are never coded in it. */
  readonly notIn?: readonly string[];
}

/** A system's name as systems are compared: it is a name and no address, so `https` makes it no other. */
export function foldedSystem(system: string): string {
  const name = (system.endsWith('/') ? system.slice(0, -1) : system).toLowerCase();
  return name.startsWith('https://') ? `http://${name.slice('https://'.length)}` : name;
}

/** A code as it is compared. */
export function writtenCode(code: string, definition: CodeSystemDefinition | undefined): string {
  switch (definition?.write) {
    case 'ndc-11':
      return ndc11(code);
    case 'two-digits':
      return code.trim().padStart(2, '0');
    default:
      return code.trim();
  }
}

/** Every form in which a code of ours may arrive: ten digits without dashes tell no longer where the dashes were. */
export function writingsOf(code: string, definition: CodeSystemDefinition | undefined): readonly string[] {
  const written = writtenCode(code, definition);
  return definition?.write === 'ndc-11' ? [written, code.replaceAll('-', '')] : [written];
}

/** NDC with or without dashes, 10 or 11 digits, as 11 digits 5-4-2. */
function ndc11(code: string): string {
  const parts = code.trim().split('-');
  if (parts.length !== 3) return code.trim();
  const [labeler = '', product = '', packaging = ''] = parts;
  return labeler.padStart(5, '0') + product.padStart(4, '0') + packaging.padStart(2, '0');
}
