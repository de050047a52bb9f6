import type { Dosage, DosageDoseAndRate, Quantity } from 'fhir/r4.js';
import type { CodedResource } from './coded-resource.js';
import type { Product } from './drug-match.js';

const MG_PER: Readonly<Record<string, number>> = {
  mg: 1,
  milligram: 1,
  milligrams: 1,
  g: 1000,
  gram: 1000,
  ug: 0.001,
  mcg: 0.001,
};
const MG_IN_TEXT = /(\d+(?:[.,]\d+)?)\s*mg\b(?!\s*\/)/gi;
/** Epic repeats one dose up to three times; only one of them is the dose. */
const PREFERRED_TYPES = ['ordered', 'calculated'];

/** The doses of an order in mg, one per dosage instruction; empty where none can be read. */
export function dosesMg(order: CodedResource, product: Product | undefined): readonly number[] {
  const { resource } = order;
  if (resource.resourceType === 'ServiceRequest') return serviceDose(resource.quantityQuantity);
  if (resource.resourceType !== 'MedicationRequest') return [];
  const instructions = resource.dosageInstruction ?? [];
  const stated = instructions.flatMap((dosage) => instructionDose(dosage, product) ?? []);
  if (stated.length > 0 || order.hasKnownCode) return stated;
  return order.words.flatMap((words) => onlyMgIn(words) ?? []).slice(0, 1);
}

/** Billing codes count units of 1 mg. */
function serviceDose(quantity: Quantity | undefined): readonly number[] {
  return typeof quantity?.value === 'number' ? [quantity.value] : [];
}

function instructionDose(dosage: Dosage, product: Product | undefined): number | undefined {
  const rates = Array.isArray(dosage.doseAndRate) ? dosage.doseAndRate : [];
  const preferred =
    PREFERRED_TYPES.map((type) => rates.find((rate) => typeCodes(rate).includes(type))).find(Boolean) ??
    rates[0];
  const quantity =
    preferred?.doseQuantity ??
    preferred?.doseRange?.high ??
    (dosage as { doseQuantity?: Quantity }).doseQuantity;
  return inMg(quantity, product) ?? onlyMgIn(dosage.text);
}

function typeCodes({ type }: DosageDoseAndRate): readonly string[] {
  return (type?.coding ?? []).flatMap((coding) => coding.code ?? []);
}

function inMg(quantity: Quantity | undefined, product: Product | undefined): number | undefined {
  if (typeof quantity?.value !== 'number') return undefined;
  const unit = (quantity.code ?? quantity.unit ?? '').toLowerCase();
  if (unit === 'ml') return product?.mgPerMl === undefined ? undefined : quantity.value * product.mgPerMl;
  const factor = MG_PER[unit] ?? MG_PER[(quantity.unit ?? '').toLowerCase()];
  return factor === undefined ? undefined : quantity.value * factor;
}

/** "300 mg over 2.5 h" names a dose; "300 mg/10 mL" a strength; two different doses name none. */
function onlyMgIn(text: string | undefined): number | undefined {
  if (typeof text !== 'string') return undefined;
  const found = new Set([...text.matchAll(MG_IN_TEXT)].map((m) => Number((m[1] ?? '').replace(',', '.'))));
  return found.size === 1 ? [...found][0] : undefined;
}
