import type { CodeableConcept, Coding } from 'fhir/r4.js';
import { codingsOf, wordsOf } from '../fhir/codeable-concept.js';
import type { Measurement } from './patient-record.js';
import { type Terminology, withoutSemanticTag } from './terminology.js';
import { writtenComparator } from './written-quantity.js';
import { writtenUnit } from './written-unit.js';

/** A result as its laboratory wrote it, readable or not: "Reactive", "12 mIU/mL (High)". */
export function writtenResult({ part }: Measurement, terminology: Terminology): string {
  const { valueCodeableConcept: concept, valueQuantity: quantity } = part;
  if (concept) return showConcept(concept, terminology);
  if (typeof part.valueString === 'string') return part.valueString;
  if (typeof part.valueBoolean === 'boolean') return part.valueBoolean ? 'positive' : 'negative';
  const flag = part.interpretation?.[0];
  const words = flag ? (wordsOf(flag)[0] ?? codeOf(flag.coding?.[0])) : undefined;
  if (typeof quantity?.value !== 'number') return words ?? 'no value';
  const unit = quantity.unit ?? quantity.code;
  const number = [`${writtenComparator(quantity)}${quantity.value}`, writtenUnit(unit)]
    .filter(Boolean)
    .join(' ');
  return words ? `${number} (${words})` : number;
}

/** A local entry may stand before the answer that everybody knows. */
function showConcept({ text, coding }: CodeableConcept, terminology: Terminology): string {
  const codings = codingsOf({ coding });
  const known = codings.filter(({ system }) => terminology.isKnownSystem(system));
  const [own] = wordsOf({ text, coding: [...known, ...codings] });
  const words = own ?? known.map(terminology.displayOf).find((display) => display !== undefined);
  return words === undefined ? (codeOf(known[0] ?? codings[0]) ?? 'coded result') : withoutSemanticTag(words);
}

function codeOf(coding: Coding | undefined): string | undefined {
  return typeof coding?.code === 'string' ? coding.code : undefined;
}
