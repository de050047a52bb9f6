import { concept, instant, LOINC, patientReference, quantity, resource, SNOMED, term } from './resources.mjs';

const DAYS_IN_TREATMENT = 900;

// LOINC, its short name, the laboratory's own name, newest value, usual value, range, UCUM, unit as shown
const LIVER_AND_BLOOD = [
  ['1742-6', 'ALT SerPl-cCnc', 'ALT', 88, 31, [7, 55], 'U/L'],
  ['1920-8', 'AST SerPl-cCnc', 'AST', 61, 27, [8, 48], 'U/L'],
  ['6768-6', 'ALP SerPl-cCnc', 'Alkaline phosphatase', 84, 79, [45, 130], 'U/L'],
  ['1975-2', 'Bilirub SerPl-mCnc', 'Bilirubin, total', 0.7, 0.6, [0.2, 1.2], 'mg/dL'],
  ['1968-7', 'Bilirub Direct SerPl-mCnc', 'Bilirubin, direct', 0.2, 0.2, [0, 0.3], 'mg/dL'],
  ['751-8', 'Neutrophils # Bld Auto', 'Neutrophils, absolute', 2.9, 3.4, [1.8, 7.7], '10*3/uL', 'K/uL'],
  ['6690-2', 'WBC # Bld Auto', 'WBC', 5.1, 6.2, [4.5, 11], '10*3/uL', 'K/uL'],
  ['770-8', 'Neutrophils/leuk NFr Bld Auto', 'Neutrophils, relative', 57, 55, [40, 74], '%'],
];
const IMMUNOGLOBULINS = [
  ['2465-3', 'IgG SerPl-mCnc', 'IgG', 812, 840, [610, 1616], 'mg/dL'],
  ['2458-8', 'IgA SerPl-mCnc', 'IgA', 118, 140, [84, 499], 'mg/dL'],
  ['2472-9', 'IgM SerPl-mCnc', 'IgM', 52, 96, [35, 242], 'mg/dL'],
];
const HEPATITIS_B = [
  ['5195-3', 'HBV surface Ag Ser Ql', 'Hepatitis B surface antigen'],
  ['16933-4', 'HBV core Ab Ser Ql', 'Hepatitis B core antibody, total'],
  ['29610-3', 'HBV DNA SerPl Ql NAA+probe', 'HBV DNA'],
];
const SURFACE_ANTIBODY = [
  '16935-9',
  'HBV surface Ab Ser-aCnc',
  'Hepatitis B surface antibody',
  142,
  142,
  [10, 1000],
  'm[IU]/mL',
];

/**
 * Results of a patient under regular control: liver tests and counts at every visit, immunoglobulins at
 * `immunoglobulinVisits` of them, hepatitis B before the first dose. The newest ALT and AST are above the
 * range, so that a card speaks; all other results are ordinary.
 */
export function laboratoryResults(today, { visits, immunoglobulinVisits, hepatitisBScreenings }) {
  const results = [];
  const add = (test, daysAgo, value) =>
    results.push(observation(test, { number: results.length + 1, today, daysAgo, value }));
  const every = Math.floor(DAYS_IN_TREATMENT / visits);
  for (let visit = 0; visit < visits; visit += 1) {
    const daysAgo = 12 + visit * every;
    const tests = visit < immunoglobulinVisits ? [...LIVER_AND_BLOOD, ...IMMUNOGLOBULINS] : LIVER_AND_BLOOD;
    for (const test of tests) add(test, daysAgo, numberOf(test, visit));
  }
  for (let screening = 0; screening < hepatitisBScreenings; screening += 1) {
    const daysAgo = DAYS_IN_TREATMENT + 60 + screening * 45;
    for (const test of HEPATITIS_B) add(test, daysAgo, NEGATIVE);
    add(SURFACE_ANTIBODY, daysAgo, numberOf(SURFACE_ANTIBODY, screening));
  }
  return results;
}

const NEGATIVE = { valueCodeableConcept: concept('Negative', [SNOMED, '260385009', 'Negative']) };

/** The newest value as stated; earlier ones within a tenth of the usual, never the same twice in a row. */
function numberOf([, , , newest, usual, [low, high], code, unit = code], visit) {
  const value = visit === 0 ? newest : Number((usual * (0.9 + ((visit * 7) % 20) / 100)).toPrecision(3));
  return {
    valueQuantity: quantity(value, code, unit),
    interpretation: [term('v3-ObservationInterpretation', value < low ? 'L' : value > high ? 'H' : 'N')],
    referenceRange: [
      { low: { value: low, unit }, high: { value: high, unit }, text: `${low} - ${high} ${unit}` },
    ],
  };
}

function observation([loinc, display, text], { number, today, daysAgo, value }) {
  const issued = instant(today, daysAgo, '10:42:00');
  return {
    ...resource('Observation', number, issued),
    status: 'final',
    category: [term('observation-category', 'laboratory')],
    code: concept(text, [LOINC, loinc, display]),
    subject: patientReference,
    effectiveDateTime: instant(today, daysAgo),
    issued,
    ...value,
  };
}
