import type { ValueSet } from 'fhir/r4.js';
import { unknownName } from '../configuration/nearest-name.js';
import type { CodeSystemDefinition } from '../picture/code-system.js';
import type { DeckDocument } from './deck-document.js';
import { RESOURCE_TYPES } from './r4-elements.js';

/**
 * One value set, one file, under its name: of two with one id, the later would silently replace the other.
 * A code in a system that is not among ours would never be found in a record.
 */
export function checkValueSets(
  valueSets: readonly DeckDocument<ValueSet>[],
  codeSystems: readonly CodeSystemDefinition[],
): void {
  const systems = codeSystems.map(({ system }) => system);
  for (const { path, content, fault } of valueSets) {
    if (path !== `value-sets/${content.id}.json`)
      fault(['id'], `a value set is found by its name: call this file ${content.id}.json`);
    for (const [index, { system = '' }] of (content.compose?.include ?? []).entries()) {
      if (!systems.includes(system))
        fault(['compose', 'include', index, 'system'], unknownName('code system', system, systems));
    }
  }
}

/** Of a resource type that R4 does not have, the code system would be asked for where it was meant not to be. */
export function checkCodeSystems({ content, fault }: DeckDocument<readonly CodeSystemDefinition[]>): void {
  for (const [at, { notIn = [] }] of content.entries()) {
    for (const [index, type] of notIn.entries()) {
      if (!RESOURCE_TYPES.has(type))
        fault([at, 'notIn', index], unknownName('resource type', type, [...RESOURCE_TYPES]));
    }
  }
}
