import type { Bundle, Resource as FhirBase } from 'fhir/r4.js';
import { isAbout } from '../picture/references.js';
import { codingsOf } from '../picture/terminology.js';
import type { Resource } from '../request/hook-request.js';

/**
 * Answers prefetch templates from a Bundle, as a FHIR server holding only that patient would: by
 * resource type and, where a template names codes, by code. For the command line, the stories and
 * the workbench, where there is a record and no server.
 */
export function prefetchFromBundle(
  bundle: Bundle,
  templates: Readonly<Record<string, string>>,
  patientId: string,
): Record<string, FhirBase | null> {
  const resources = resourcesOf(bundle).filter(isAbout(patientId));
  return Object.fromEntries(
    Object.entries(templates).map(([key, template]) => [key, answer(template, resources, patientId)]),
  );
}

export function resourcesOf(bundle: Bundle): readonly Resource[] {
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [resource as Resource] : []));
}

function answer(template: string, resources: readonly Resource[], patientId: string): FhirBase | null {
  const [path = '', query = ''] = template.split('?', 2);
  const [type = ''] = path.split('/');
  const ofType = resources.filter(({ resourceType }) => resourceType === type);
  if (template.startsWith('Patient/'))
    return (ofType.find(({ id }) => id === patientId) as FhirBase | undefined) ?? null;
  const codes = new Set(
    /(?:^|&)(?:code|type)=([^&]*)/

      .exec(query)?.[1]
      ?.split(',')
      .map((code) => code.split('|').at(-1)),
  );
  const matches =
    codes.size === 0
      ? ofType
      : ofType.filter((resource) => codesOf(resource).some((code) => codes.has(code)));
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    entry: matches.map((resource) => ({ resource })),
  } as unknown as FhirBase;
}

function codesOf(resource: Resource): readonly string[] {
  const { code, type, component } = resource as {
    code?: unknown;
    type?: unknown;
    component?: readonly { code?: unknown }[];
  };
  const concepts = [code, ...(Array.isArray(type) ? type : [type]), ...(component ?? []).map((c) => c.code)];
  return concepts.flatMap((concept) =>
    codingsOf(concept as Parameters<typeof codingsOf>[0]).flatMap((c) => c.code ?? []),
  );
}
