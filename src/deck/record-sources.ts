import { unknownName } from '../configuration/nearest-name.js';
import type { DoseSource } from '../facts/exposure-definition.js';
import type { FactDefinitions } from '../facts/fact-definitions.js';
import { PATIENT_ID_TOKEN, resourceTypeOf } from '../gather/query-template.js';
import type { DeckDocument } from './deck-document.js';
import { RESOURCE_TYPES } from './r4-elements.js';
import { REQUIRED_CODES } from './required-codes.js';

type Path = readonly (string | number)[];

/**
 * Checks that facts are looked for where they can be found: a resource of another type than its query asks
 * for, or one without a date to place it by, would be a fact that never is.
 */
export function checkRecordSources(document: DeckDocument<FactDefinitions>): void {
  const { queries, labs, exposure, history, dates } = document.content;

  for (const [name, { template }] of Object.entries(queries)) {
    const type = resourceTypeOf(template);
    if (!RESOURCE_TYPES.has(type))
      document.fault(['queries', name, 'template'], unknownName('resource type', type, [...RESOURCE_TYPES]));
    for (const token of template.match(/\{\{.*?\}\}/g) ?? []) {
      // Another would be sent as it stands, and find nothing.
      if (token !== PATIENT_ID_TOKEN)
        document.fault(
          ['queries', name, 'template'],
          `unknown token ${token}; valid are ${PATIENT_ID_TOKEN}`,
        );
    }
  }
  checkType('Patient', 'patient', ['queries', 'patient', 'template']);
  for (const [name, lab] of Object.entries(labs)) {
    checkType('Observation', lab.query, ['labs', name, 'query']);
    if (lab.kind !== 'quantity') continue;
    for (const side of ['lowerLimit', 'upperLimit'] as const) {
      const [least, most] = lab[side]?.plausible ?? [0, 1];
      if (least >= most) document.fault(['labs', name, side, 'plausible'], 'the lower number comes first');
    }
  }
  for (const part of ['administered', 'supplied', 'stopped'] as const) {
    for (const [index, source] of exposure[part].entries()) {
      checkType(source.resource, source.query, ['exposure', part, index, 'resource']);
      checkStatuses(source, ['exposure', part, index]);
    }
  }
  for (const [name, { any }] of Object.entries(history)) {
    for (const [index, source] of any.entries()) {
      if ('lab' in source) continue;
      const path = ['history', name, 'any', index];
      const { resource, query, date, linkedTo } = source;
      checkType(resource, query, [...path, 'resource']);
      if (linkedTo) checkType(linkedTo.resource, linkedTo.query, [...path, 'linkedTo', 'resource']);
      if (date === undefined && dates[resource] === undefined)
        document.fault([...path, 'resource'], `"dates" does not say which date a ${resource} speaks for`);
    }
  }

  /** A status that R4 does not have is in no record. */
  function checkStatuses(source: DoseSource, path: Path): void {
    const valid = REQUIRED_CODES[`${source.resource}.status`] ?? [];
    for (const member of ['statuses', 'interrupted'] as const) {
      for (const [index, status] of (source[member] ?? []).entries()) {
        if (!valid.includes(status))
          document.fault(
            [...path, member, index],
            unknownName(`status of ${source.resource}`, status, valid),
          );
      }
    }
  }
  function checkType(resource: string, query: string, path: Path): void {
    const template = queries[query]?.template;
    if (template === undefined || resourceTypeOf(template) === resource) return;
    document.fault(path, `the query "${query}" asks for ${resourceTypeOf(template)}, not for ${resource}`);
  }
}
