import type { ValueSet } from 'fhir/r4.js';
import type { CodeSystemDefinition } from '../picture/code-system.js';
import type { SiteDefinition } from './site-definition.js';

/** Lists the codes of value sets as a query for a resource type asks for them: `system|code,system|code`. */
export type AskedCodes = (sets: Iterable<string>, resourceType: string) => string;

/**
 * Codes in a system that a resource type is never coded in would only lengthen its query. What a site adds
 * is always asked for: it knows how its own records are coded.
 */
export function askedCodes(
  valueSets: ReadonlyMap<string, ValueSet>,
  codeSystems: readonly CodeSystemDefinition[],
  site: SiteDefinition | undefined,
): AskedCodes {
  const notIn = new Map(codeSystems.map((one) => [one.system, new Set(one.notIn)]));
  const added = new Set(
    Object.values(site?.codes ?? {}).flatMap((codings) =>
      codings.map(({ system, code }) => `${system}|${code}`),
    ),
  );
  return (sets, resourceType) => {
    const asked = new Set<string>();
    for (const id of [...sets].sort()) {
      for (const { system = '', concept = [] } of valueSets.get(id)?.compose?.include ?? []) {
        const isNever = notIn.get(system)?.has(resourceType) ?? false;
        for (const { code } of concept) {
          const written = `${system}|${code}`;
          if (!isNever || added.has(written)) asked.add(written);
        }
      }
    }
    return [...asked].join(',');
  };
}
