import {
  concept,
  day,
  encounter,
  instant,
  PATIENT_ID,
  patientReference,
  practitioner,
  quantity,
  RXNORM,
  resource,
  SNOMED,
  term,
} from './resources.mjs';

/** The chart of a woman with relapsing multiple sclerosis, five infusions into her treatment. */
export function chart(today) {
  return [
    patient(),
    ...CONDITIONS.map((row, index) => condition(today, row, index)),
    ...ALLERGIES.map((row, index) => allergy(today, row, index)),
    ...VACCINES.map((row, index) => immunization(today, row, index)),
    ...INFUSIONS.map((row, index) => infusion(today, row, index)),
    ...MEDICATIONS.map((row, index) => medication(today, row, index)),
  ];
}

/** The orders on the screen: the next infusion and its corticosteroid; the antihistamine was forgotten. */
export function draftOrders(today) {
  const written = instant(today, 0, '07:30:00');
  return [
    draft(901, OCRELIZUMAB, quantity(600, 'mg'), written),
    draft(
      902,
      [['1743704', 'methylprednisolone 125 MG Injection'], 'methylprednisolone'],
      quantity(100, 'mg'),
      written,
    ),
  ];
}

const OCRELIZUMAB = [['1876380', '10 ML ocrelizumab 30 MG/ML Injection'], 'ocrelizumab (OCREVUS) infusion'];

// SNOMED CT, ICD-10-CM, days since onset
const CONDITIONS = [
  ['24700007', 'G35', 'Multiple sclerosis', 1510],
  ['66760008', 'H46.9', 'Optic neuritis', 1530],
  ['221360009', 'M62.838', 'Spasticity', 1100],
  ['398064005', 'N31.9', 'Neurogenic bladder', 880],
  ['84229001', 'R53.83', 'Fatigue', 1320],
  ['35489007', 'F32.9', 'Depressive disorder', 1200],
  ['37796009', 'G43.909', 'Migraine', 4100],
  ['38341003', 'I10', 'Hypertensive disorder', 2100],
  ['55822004', 'E78.5', 'Hyperlipidemia', 1950],
  ['40930008', 'E03.9', 'Hypothyroidism', 2600],
  ['34713006', 'E55.9', 'Vitamin D deficiency', 1490],
  ['235595009', 'K21.9', 'Gastroesophageal reflux disease', 1700],
  ['414916001', 'E66.9', 'Obesity', 3000],
  ['87522002', 'D50.9', 'Iron deficiency anemia', 2300],
  ['367498001', 'J30.2', 'Seasonal allergic rhinitis', 5200],
];

const ALLERGIES = [
  ['91936005', 'Allergy to penicillin', 'medication', 'Urticaria'],
  ['300916003', 'Latex allergy', 'environment', 'Contact dermatitis'],
  ['91935009', 'Allergy to peanut', 'food', 'Oral pruritus'],
  ['232347008', 'Dander (animal) allergy', 'environment', 'Sneezing'],
  ['418689008', 'Allergy to grass pollen', 'environment', 'Sneezing'],
];

// CVX, name, days since
const VACCINES = [
  ...[70, 435, 800, 1165, 1530, 1895].map((ago) => [
    '150',
    'influenza, injectable, quadrivalent, preservative free',
    ago,
  ]),
  ...[95, 460, 1010, 1200, 1230].map((ago) => ['208', 'COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL dose', ago]),
  ...[4100, 4070, 3920].map((ago) => ['43', 'hepatitis B vaccine, adult dosage', ago]),
  ...[1050, 980].map((ago) => ['187', 'zoster vaccine recombinant', ago]),
  ['133', 'pneumococcal conjugate vaccine, 13 valent', 1080],
  ['33', 'pneumococcal polysaccharide vaccine, 23 valent', 1020],
  ['115', 'tetanus toxoid, reduced diphtheria toxoid, and acellular pertussis vaccine, adsorbed', 1440],
  ['52', 'hepatitis A vaccine, adult dosage', 4090],
];

// mg, days since: two halves two weeks apart, then every six months
const INFUSIONS = [
  [300, 896],
  [300, 882],
  [600, 728],
  [600, 546],
  [600, 364],
  [600, 182],
];

// RxNorm, name, status, days since
const MEDICATIONS = [
  ['1292', 'baclofen', 'active', 210],
  ['25480', 'gabapentin', 'active', 340],
  ['36437', 'sertraline', 'active', 150],
  ['29046', 'lisinopril', 'active', 120],
  ['83367', 'atorvastatin', 'active', 120],
  ['10582', 'levothyroxine', 'active', 90],
  ['2418', 'cholecalciferol', 'active', 400],
  ['7646', 'omeprazole', 'completed', 610],
  ['1876380', '10 ML ocrelizumab 30 MG/ML Injection', 'completed', 190],
  ['1876380', '10 ML ocrelizumab 30 MG/ML Injection', 'completed', 371],
];

function patient() {
  return {
    resourceType: 'Patient',
    id: PATIENT_ID,
    identifier: [
      {
        use: 'usual',
        type: { text: 'MRN' },
        system: 'urn:oid:1.2.840.114350.1.13.0.1.7.5.737384.0',
        value: '203711',
      },
    ],
    active: true,
    name: [{ use: 'official', text: 'Miriam Keller', family: 'Keller', given: ['Miriam'] }],
    telecom: [{ system: 'phone', value: '555-0142', use: 'home' }],
    gender: 'female',
    birthDate: '1983-04-17',
    address: [
      {
        use: 'home',
        line: ['12 Linden Street'],
        city: 'Madison',
        state: 'WI',
        postalCode: '53703',
        country: 'US',
      },
    ],
  };
}

function condition(today, [snomed, icd10, text, ago], index) {
  return {
    ...resource('Condition', index + 1, instant(today, ago)),
    clinicalStatus: term('condition-clinical', 'active'),
    verificationStatus: term('condition-ver-status', 'confirmed'),
    category: [term('condition-category', 'problem-list-item')],
    code: concept(text, [SNOMED, snomed], ['http://hl7.org/fhir/sid/icd-10-cm', icd10]),
    subject: patientReference,
    onsetDateTime: day(today, ago),
    recordedDate: day(today, ago),
    recorder: practitioner,
  };
}

function allergy(today, [snomed, text, category, manifestation], index) {
  return {
    ...resource('AllergyIntolerance', index + 1, instant(today, 3000)),
    clinicalStatus: term('allergyintolerance-clinical', 'active'),
    verificationStatus: term('allergyintolerance-verification', 'confirmed'),
    type: 'allergy',
    category: [category],
    criticality: 'low',
    code: concept(text, [SNOMED, snomed]),
    patient: patientReference,
    recordedDate: day(today, 3000),
    recorder: practitioner,
    reaction: [{ manifestation: [concept(manifestation)], severity: 'mild' }],
  };
}

function immunization(today, [cvx, text, ago], index) {
  return {
    ...resource('Immunization', index + 1, instant(today, ago)),
    status: 'completed',
    vaccineCode: concept(text, ['http://hl7.org/fhir/sid/cvx', cvx]),
    patient: patientReference,
    encounter: encounter(ago),
    occurrenceDateTime: day(today, ago),
    primarySource: true,
    site: concept('Left deltoid'),
    doseQuantity: quantity(0.5, 'mL'),
    performer: [{ actor: practitioner }],
  };
}

function infusion(today, [mg, ago], index) {
  return {
    ...resource('MedicationAdministration', index + 1, instant(today, ago)),
    status: 'completed',
    category: term('medication-admin-category', 'outpatient'),
    medicationCodeableConcept: drug(OCRELIZUMAB),
    subject: patientReference,
    context: encounter(ago),
    effectivePeriod: { start: instant(today, ago, '09:00:00'), end: instant(today, ago, '12:30:00') },
    performer: [{ actor: practitioner }],
    dosage: { text: `${mg} mg`, route: INTRAVENOUS, dose: quantity(mg, 'mg') },
  };
}

function medication(today, [rxnorm, name, status, ago], index) {
  return {
    ...resource('MedicationRequest', index + 1, instant(today, ago)),
    status,
    intent: 'order',
    category: [term('medicationrequest-category', 'community')],
    medicationCodeableConcept: drug([[rxnorm, name], name]),
    subject: patientReference,
    encounter: encounter(ago),
    authoredOn: instant(today, ago),
    requester: practitioner,
    dosageInstruction: [
      {
        text: 'Take as directed',
        timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' }, code: concept('Daily') },
        asNeededBoolean: false,
        route: concept('Oral', [SNOMED, '26643006', 'Oral route']),
      },
    ],
    dispenseRequest: {
      numberOfRepeatsAllowed: 3,
      quantity: quantity(90, '{tbl}', 'tablet'),
    },
  };
}

function draft(number, product, dose, authoredOn) {
  return {
    resourceType: 'MedicationRequest',
    id: `draft-${number}`,
    status: 'draft',
    intent: 'order',
    medicationCodeableConcept: drug(product),
    subject: patientReference,
    authoredOn,
    requester: practitioner,
    dosageInstruction: [
      { text: `${dose.value} mg IV once`, route: INTRAVENOUS, doseAndRate: [{ doseQuantity: dose }] },
    ],
  };
}

const INTRAVENOUS = concept('Intravenous', [SNOMED, '47625008', 'Intravenous route']);

function drug([[rxnorm, display], text]) {
  return concept(text, [RXNORM, rxnorm, display]);
}
