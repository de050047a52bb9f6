import { type Filter, type matchesSearchRequest, Operator, type SearchRequest } from '@medplum/core';
import { MemoryRepository } from '@medplum/fhir-router';
import { byInstants } from './sort-by-instants.js';

type StoredResource = Parameters<typeof matchesSearchRequest>[0];

const PATIENT_PARAMETERS = ['patient', 'subject'];

/**
 * Medplum's repository with what real servers do: `patient=1` means `Patient/1`, a
 * patient's chart is found by index, and sorting compares points in time, not text.
 */
export class PatientIndexedRepository extends MemoryRepository {
  readonly #charts = new Map<string, MemoryRepository>();

  override async createResource<T extends StoredResource>(resource: T) {
    const stored = await super.createResource(resource);
    const patient = patientOf(stored);
    if (patient !== undefined) {
      const chart = this.#charts.get(patient) ?? new MemoryRepository();
      this.#charts.set(patient, chart);
      await chart.createResource(stored);
    }
    return stored;
  }

  override async search<T extends StoredResource>(request: SearchRequest<T>) {
    const { sortRules = [], offset = 0, count = Number.POSITIVE_INFINITY, ...unpaged } = request;
    const filters = (request.filters ?? []).map(withFullPatientReference);
    const onePatient = filters.find((filter) => isPatientFilter(filter) && !filter.value.includes(','));
    const bundle =
      onePatient === undefined
        ? await super.search({ ...unpaged, filters })
        : await this.#chartOf(onePatient).search({
            ...unpaged,
            filters: filters.filter((filter) => filter !== onePatient),
          });
    const entry = (bundle.entry ?? []).toSorted(byInstants(sortRules)).slice(offset, offset + count);
    return { ...bundle, entry };
  }

  #chartOf({ value }: Filter): MemoryRepository {
    return this.#charts.get(value) ?? new MemoryRepository();
  }
}

function isPatientFilter({ code, operator }: Filter): boolean {
  return PATIENT_PARAMETERS.includes(code) && operator === Operator.EQUALS;
}

function withFullPatientReference(filter: Filter): Filter {
  if (!isPatientFilter(filter)) return filter;
  const references = filter.value.split(',').map((id) => (id.includes('/') ? id : `Patient/${id}`));
  return { ...filter, value: references.join(',') };
}

function patientOf(resource: StoredResource): string | undefined {
  for (const element of PATIENT_PARAMETERS) {
    const subject: unknown = Reflect.get(resource, element);
    if (typeof subject === 'object' && subject !== null && 'reference' in subject)
      return String(subject.reference);
  }
  return undefined;
}
