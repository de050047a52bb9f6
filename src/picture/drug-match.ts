import type { DrugDefinition, ProductDefinition } from '../facts/drug-definition.js';
import type { CodedResource } from './coded-resource.js';

/** A drug with its patterns compiled once. */
export interface Drug extends Omit<DrugDefinition, 'text' | 'notText' | 'serviceText' | 'products'> {
  readonly text?: RegExp;
  readonly notText?: RegExp;
  readonly serviceText?: RegExp;
  readonly products: readonly Product[];
}

export interface Product extends Omit<ProductDefinition, 'text'> {
  readonly text?: RegExp;
}

/** Compiles the patterns of a drug, which records are held against without regard to capitals. */
export function compileDrug(definition: DrugDefinition): Drug {
  const { text, notText, serviceText, products = [], ...rest } = definition;
  return {
    ...rest,
    ...(text !== undefined && { text: new RegExp(text, 'i') }),
    ...(notText !== undefined && { notText: new RegExp(notText, 'i') }),
    ...(serviceText !== undefined && { serviceText: new RegExp(serviceText, 'i') }),
    products: products.map(({ text: words, ...product }) => ({
      ...product,
      ...(words !== undefined && { text: new RegExp(words, 'i') }),
    })),
  };
}

/**
 * Whether a record is about a drug: by code, and by words only where no coding says what it is.
 * (A topical cream coded in RxNorm must not count as the tablet its name resembles.)
 */
export function isDrug(drug: Drug, coded: CodedResource): boolean {
  const { resource, sets } = coded;
  if (sets.length > 0) {
    if (drug.notCodes && isAmong(drug.notCodes, sets)) return false;
    if (isAmong(drug.codes, sets)) return true;
  }
  if (!drug.text || (drug.textAlways ? isKnownOther(coded) : coded.hasKnownCode)) return false;
  const isService = resource.resourceType === 'ServiceRequest' || resource.resourceType === 'Procedure';
  return coded.words.some((text) => {
    if (!drug.text?.test(text) || drug.notText?.test(text)) return false;
    return !isService || (drug.serviceText?.test(text) ?? false);
  });
}

function isAmong(wanted: readonly string[], sets: readonly string[]): boolean {
  for (const set of sets) if (wanted.includes(set)) return true;
  return false;
}

/** A medication whose code is of another drug we know: what is given before an infusion often bears its name. */
function isKnownOther({ resource, sets }: CodedResource): boolean {
  return resource.resourceType.startsWith('Medication') && sets.length > 0;
}

/**
 * The name by which a physician knows it: what the drug's own pattern finds in its words, else the first of them.
 * As the record writes it, which tells a brand from a substance: "Kesimpta", "ofatumumab".
 */
export function shortName(drug: Drug | undefined, { words, name }: CodedResource): string | undefined {
  const all = words.length === 0 && name !== undefined ? [name] : words;
  const named = all.map((text) => drug?.text?.exec(text)?.[0]).find((found) => found !== undefined);
  return named === undefined ? all[0] : withoutShouting(named);
}

/** Capitals throughout tell nothing; within a sentence they shout. */
function withoutShouting(name: string): string {
  return name === name.toUpperCase() ? name.charAt(0) + name.slice(1).toLowerCase() : name;
}

/** Which product of the drug a record names, by code and then by its words; `undefined` where it names only the drug. */
export function productOf(drug: Drug, { sets, words }: CodedResource): Product | undefined {
  return (
    drug.products.find(({ codes }) => sets.includes(codes)) ??
    drug.products.find(({ text }) => text && words.some((word) => text.test(word)))
  );
}
