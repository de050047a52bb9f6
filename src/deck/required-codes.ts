/**
 * The codes R4 allows in the elements that say what became of a record, by path: its required bindings
 * (http://hl7.org/fhir/R4, each resource under "Terminology Bindings"), for the resource types that facts
 * are made from. Another code is in no record, so whoever asks for one finds nothing.
 */
export const REQUIRED_CODES: Readonly<Record<string, readonly string[]>> = codesIn({
  'AdverseEvent.actuality': 'actual potential',
  'AdverseEvent.severity': 'mild moderate severe',
  'AdverseEvent.outcome': 'resolved recovering ongoing resolvedWithSequelae fatal unknown',
  'AllergyIntolerance.clinicalStatus': 'active inactive resolved',
  'AllergyIntolerance.verificationStatus': 'unconfirmed confirmed refuted entered-in-error',
  'AllergyIntolerance.type': 'allergy intolerance',
  'AllergyIntolerance.category': 'food medication environment biologic',
  'AllergyIntolerance.criticality': 'low high unable-to-assess',
  'AllergyIntolerance.reaction.severity': 'mild moderate severe',
  'Condition.clinicalStatus': 'active recurrence relapse inactive remission resolved',
  'Condition.verificationStatus': 'unconfirmed provisional differential confirmed refuted entered-in-error',
  'DiagnosticReport.status':
    'registered partial preliminary final amended corrected appended cancelled entered-in-error unknown',
  'Encounter.status':
    'planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown',
  'Immunization.status': 'completed entered-in-error not-done',
  'MedicationAdministration.status':
    'in-progress not-done on-hold completed entered-in-error stopped unknown',
  'MedicationDispense.status':
    'preparation in-progress cancelled on-hold completed entered-in-error stopped declined unknown',
  'MedicationRequest.status': 'active on-hold cancelled completed entered-in-error stopped draft unknown',
  'MedicationRequest.intent':
    'proposal plan order original-order reflex-order filler-order instance-order option',
  'MedicationRequest.priority': 'routine urgent asap stat',
  'MedicationStatement.status':
    'active completed entered-in-error intended stopped on-hold unknown not-taken',
  'Observation.status': 'registered preliminary final amended corrected cancelled entered-in-error unknown',
  'Procedure.status': 'preparation in-progress not-done on-hold stopped completed entered-in-error unknown',
  'ServiceRequest.status': 'draft active on-hold revoked completed entered-in-error unknown',
  'ServiceRequest.intent':
    'proposal plan directive order original-order reflex-order filler-order instance-order option',
  'ServiceRequest.priority': 'routine urgent asap stat',
});

function codesIn(table: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(table).map(([path, codes]) => [path, codes.split(' ')]));
}
