import fc from 'fast-check';
import type { FhirResource } from 'fhir/r4.js';
import type { RecordLine } from '../support/case-lines.js';
import { subject } from '../support/case-terms.js';
import { anyCode, dated, mostly, seldom } from './value-set-codes.js';

export const ocrelizumab = fc.constantFrom('1876380', '1876385', '1876366', '2693465');
export const doseMg = fc.constantFrom(300, 600, 920, 300.5, undefined);

const drug = anyCode(
  [
    'ocrelizumab',
    'anti-cd20',
    'immunosuppressants',
    'potent-ms-treatments',
    'long-acting-ms-treatments',
    'interferon-or-glatiramer',
    'systemic-corticosteroids',
    'methylprednisolone-injection',
    'dexamethasone',
    'antihistamines',
    'acetaminophen',
    'hepatitis-b-antivirals',
    'immunoglobulin-replacement',
  ],
  ['http://www.nlm.nih.gov/research/umls/rxnorm'],
);
const requestDetails = seldom({
  mg: fc.constantFrom(0, 20, 50, 100, 125, 300, 600, 920, 1000),
  route: fc.constantFrom('47625008', '26643006', '34206005', 'IV', 'by mouth'),
  plannedInDays: fc.integer({ min: -30, max: 400 }),
  instruction: fc.constantFrom(
    '600 mg IV over 2 hours',
    '300 mg IV',
    'as directed',
    'over 3.5 hours at 40 mL/h',
  ),
  doNotPerform: fc.constant(true),
});
export const signed: fc.Arbitrary<RecordLine> = fc
  .tuple(
    drug,
    dated,
    mostly(fc.constant('active'), fc.constantFrom('completed', 'stopped', 'on-hold')),
    requestDetails,
  )
  .map(([{ code }, when, status, rest]) => ({ rx: code, ...when, status, ...rest }));

const testOrders = anyCode(
  [
    'igg-orders',
    'alt-orders',
    'hepatitis-b-surface-antigen-orders',
    'hepatitis-b-dna-orders',
    'neutrophil-orders',
    'pregnancy-test-orders',
    'mri-brain',
    'calprotectin-orders',
    'referral-liver',
    'referral-immunology',
    'referral-obstetrics',
  ],
  ['http://loinc.org', 'http://snomed.info/sct'],
);
export const service: fc.Arbitrary<RecordLine> = fc
  .tuple(testOrders, dated, fc.constantFrom('active', 'completed', 'revoked'))
  .map(([{ system, code }, when, status]) => ({ service: code, system, ...when, status }));

export const ocrelizumabOrder: fc.Arbitrary<RecordLine> = fc.oneof(
  fc
    .tuple(ocrelizumab, doseMg, requestDetails)
    .map(([rx, mg, rest]) => ({ rx, ...rest, ...(mg !== undefined && { mg }) })),
  requestDetails.map((rest) => ({ drug: 'Ocrevus 300 mg IV', ...rest })),
  fc.constantFrom(300, 600, 920, undefined).map((quantity) => ({
    service: quantity === 920 ? 'J2351' : 'J2350',
    system: 'hcpcs',
    ...(quantity && { quantity }),
  })),
);
export const otherOrder: fc.Arbitrary<RecordLine> = fc.oneof(
  fc.tuple(drug, requestDetails).map(([{ code }, rest]) => ({ rx: code, ...rest })),
  testOrders.map(({ system, code }) => ({ service: code, system })),
  anyCode(['live-vaccines'], ['http://hl7.org/fhir/sid/cvx']).map((coding) => ({
    resource: {
      resourceType: 'MedicationRequest',
      id: `vaccine-${coding.code}`,
      status: 'draft',
      intent: 'order',
      subject,
      medicationCodeableConcept: { coding: [coding] },
    } as FhirResource,
  })),
);
