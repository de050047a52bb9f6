import type { Dosage, DosageDoseAndRate, Quantity, ServiceRequest } from 'fhir/r4.js';
import { wordsOf } from '../fhir/codeable-concept.js';
import type { Resource } from '../fhir/resource.js';
import type { CodedResource } from './coded-resource.js';
import type { Drug, Product } from './drug-match.js';
import { roundSix } from './units.js';

/** A map: a unit comes from outside, and "constructor" must find nothing. */
const MG_PER: ReadonlyMap<string, number> = new Map([
  ['mg', 1],
  ['milligram', 1],
  ['milligrams', 1],
  ['g', 1000],
  ['gram', 1000],
  ['grams', 1000],
  ['ug', 0.001],
  ['mcg', 0.001],
]);
const ML = new Set(['ml', 'milliliter', 'milliliters', 'millilitre', 'millilitres']);

/**
 * "1,000 mg" is a thousand, "2,5 g" two and a half. A bare "25 g" is a needle; "300 mg/10 mL" is a strength.
 * Every repetition has an end: a text of a thousand digits would hold up all calls.
 */
const MASS_IN_TEXT =
  /(?<!\d)(?<!\d[.,])(\d{1,3}(?:,\d{3}){1,3}|\d{0,9}[.,]\d{1,6}|\d{1,9})\s{0,4}(mg|milligrams?|grams?|(?<=[.,]\d{1,6}\s{0,4})g)\b(?!\s{0,4}(?:\/|per\b))/gi;
/** Epic repeats one dose up to three times; only one of them is the dose. */
const PREFERRED_TYPES = ['ordered', 'calculated'];

/** The doses of an order in mg, one per dosage instruction; empty where none can be read. */
export function dosesMg(
  order: CodedResource,
  drug: Drug | undefined,
  product: Product | undefined,
): readonly number[] {
  const { resource } = order;
  if (resource.resourceType === 'ServiceRequest') return serviceDose(order, resource, drug, product);
  if (resource.resourceType !== 'MedicationRequest') return [];
  const stated = dosagesOf(resource).flatMap((dosage) => instructionDose(dosage, product) ?? []);
  return stated.length > 0 ? stated : doseInName(order);
}

/** The instructions of an order, whatever an EHR put in their place. */
export function dosagesOf(resource: Resource): readonly Dosage[] {
  const { dosageInstruction, dosage } = resource as unknown as Readonly<Record<string, unknown>>;
  const dosages = dosageInstruction ?? dosage;
  return Array.isArray(dosages) ? dosages.filter((d) => typeof d === 'object' && d !== null) : [];
}

/** The dose of one instruction. */
export function instructionDose(dosage: Dosage, product: Product | undefined): number | undefined {
  const rates = (Array.isArray(dosage.doseAndRate) ? dosage.doseAndRate : []).filter(Boolean);
  const preference = (rate: DosageDoseAndRate): number => {
    const place = PREFERRED_TYPES.findIndex((type) => wordsOrCodes(rate).includes(type));
    return place < 0 ? PREFERRED_TYPES.length : place;
  };
  const stated = [...rates]
    .sort((a, b) => preference(a) - preference(b))
    .map((rate) => milligrams(rate.doseQuantity ?? rate.doseRange?.high, product))
    .find((mg) => mg !== undefined);
  return (
    stated ??
    milligrams((dosage as { doseQuantity?: Quantity }).doseQuantity, product) ??
    milligramsInText(dosage.text)
  );
}

/** A quantity as mg, where its unit is one of mass, or a volume of a product whose strength is known. */
export function milligrams(quantity: Quantity | undefined, product: Product | undefined): number | undefined {
  const value = quantity?.value;
  if (typeof value !== 'number') return undefined;
  for (const unit of unitsOf(quantity)) {
    const factor = MG_PER.get(unit);
    if (factor !== undefined) return roundSix(value * factor);
    const strength = ML.has(unit) ? product?.strength : undefined;
    if (strength !== undefined && value <= strength.mostMl) return roundSix(value * strength.mgPerMl);
  }
  return undefined;
}

/** "300 mg over 2.5 h" names a dose; two different doses name none. */
export function milligramsInText(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const found = new Set(
    [...text.matchAll(MASS_IN_TEXT)].map(([, amount = '', unit = '']) => {
      const value = /^\d{1,3}(,\d{3})+$/.test(amount) ? amount.replaceAll(',', '') : amount.replace(',', '.');
      return roundSix(Number(value) * (MG_PER.get(unit.toLowerCase()) ?? 1));
    }),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

/** A name that is coded tells the product's strength; only a name in words alone can tell the dose. */
function doseInName({ hasKnownCode, words }: CodedResource): readonly number[] {
  return hasKnownCode ? [] : words.flatMap((word) => milligramsInText(word) ?? []).slice(0, 1);
}

/** Billing codes may count milligrams; a quantity of one dose or one infusion says nothing of its size. */
function serviceDose(
  order: CodedResource,
  { quantityQuantity, orderDetail }: ServiceRequest,
  drug: Drug | undefined,
  product: Product | undefined,
): readonly number[] {
  const value = quantityQuantity?.value;
  const isCount = unitsOf(quantityQuantity).every((unit) => /^\{?(1|u|units?)\}?$/.test(unit));
  const least = drug?.leastBilledMg ?? Number.POSITIVE_INFINITY;
  const units = isCount && typeof value === 'number' && value >= least ? value : undefined;
  const details = Array.isArray(orderDetail) ? orderDetail.flatMap(wordsOf) : [];
  const stated =
    milligrams(quantityQuantity, product) ??
    units ??
    details.map(milligramsInText).find((mg) => mg !== undefined);
  if (stated !== undefined) return [stated];
  // "Injection, ocrelizumab, 1 mg" names the unit that is billed.
  return doseInName(order).filter((mg) => mg >= (drug?.leastBilledMg ?? 0));
}

/** The unit of a quantity, by its code and as written, in lower case. */
export function unitsOf(quantity: Quantity | undefined): readonly string[] {
  const code = unitIn(quantity?.code);
  const unit = unitIn(quantity?.unit);
  if (code === undefined) return unit === undefined ? [] : [unit];
  return unit === undefined || unit === code ? [code] : [code, unit];
}

function unitIn(text: unknown): string | undefined {
  return typeof text === 'string' ? text.trim().toLowerCase() || undefined : undefined;
}

function wordsOrCodes({ type }: DosageDoseAndRate): readonly string[] {
  const codings = Array.isArray(type?.coding) ? type.coding : [];
  return [...codings.map((coding) => coding?.code), ...wordsOf(type)].flatMap((word) =>
    typeof word === 'string' ? [word.toLowerCase()] : [],
  );
}
