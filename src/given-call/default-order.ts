import type { MedicationRequest, ValueSet } from 'fhir/r4.js';
import type { Deck } from '../deck/deck.js';
import type { Entries } from '../fhir/full-urls.js';
import { medicationLookup } from '../fhir/references.js';
import type { Resource } from '../fhir/resource.js';
import { codedResource } from '../picture/coded-resource.js';
import { type Drug, isDrug } from '../picture/drug-match.js';

/** Whether one of these orders is for the drug that the deck is about. */
export function ordersTheDrug(
  orders: readonly Resource[],
  entries: readonly Entries[],
  { source }: Deck,
): boolean {
  const medications = medicationLookup(orders, entries);
  return orders
    .filter(({ resourceType }) => resourceType !== 'Medication')
    .some((order) => isDrug(source.subjectDrug, codedResource(order, source.terminology, medications)));
}

/**
 * An order of the drug for a record that holds none: its usual product, in the dose of a start or of a
 * patient who has had it before, planned for `today`.
 */
export function defaultOrder(
  deck: Deck,
  patientId: string,
  isFirst: boolean,
  today: string,
): MedicationRequest {
  const { source } = deck;
  const { products, otherwise } = source.subjectDrug;
  const product = products.find((one) => one.product === otherwise) ?? products[0];
  const doses = product?.doses ?? [];
  const dose = isFirst ? doses[0] : doses.at(-1);
  const mg = dose === undefined ? product?.doseMg : source.limit(dose);
  const code = firstCoding(source.valueSets, product?.codes ?? source.subjectDrug.codes[0]);
  const name = [
    drugName(source.subjectDrug, code?.display),
    mg === undefined ? '' : `${mg} mg`,
    otherwise ?? '',
  ];
  return {
    resourceType: 'MedicationRequest',
    id: 'assumed-order',
    status: 'draft',
    intent: 'order',
    subject: { reference: `Patient/${patientId}` },
    medicationCodeableConcept: {
      ...(code && { coding: [code] }),
      text: name.filter(Boolean).join(' '),
    },
    dosageInstruction: [
      {
        ...(otherwise !== undefined && { route: { text: otherwise } }),
        timing: { event: [today] },
        ...(mg !== undefined && { doseAndRate: [{ doseQuantity: { value: mg, unit: 'mg' } }] }),
      },
    ],
  };
}

function firstCoding(valueSets: readonly ValueSet[], id: string | undefined) {
  const [include] = valueSets.find((set) => set.id === id)?.compose?.include ?? [];
  const [concept] = include?.concept ?? [];
  if (!include || !concept) return undefined;
  const { code, display } = concept;
  return {
    code,
    ...(include.system !== undefined && { system: include.system }),
    ...(display !== undefined && { display }),
  };
}

function drugName(drug: Drug, display: string | undefined): string {
  return drug.text?.exec(display ?? '')?.[0] ?? display ?? '';
}
