/** Requests as clients really send them; every call gives a fresh copy. */

export interface RequestBody {
  [member: string]: unknown;
  context: Record<string, unknown>;
}

export function orderSign(changes: Record<string, unknown> = {}): RequestBody {
  return {
    hook: 'order-sign',
    hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
    context: {
      userId: 'Practitioner/example',
      patientId: '1288992',
      encounterId: '89284',
      draftOrders: { resourceType: 'Bundle', type: 'collection', entry: [{ resource: ocrelizumabOrder() }] },
    },
    prefetch: { patient: { resourceType: 'Patient', id: '1288992' } },
    ...changes,
  };
}

export function orderSelect(): RequestBody {
  const request = orderSign({ hook: 'order-select' });
  return { ...request, context: { ...request.context, selections: ['MedicationRequest/order'] } };
}

export function patientView(): RequestBody {
  return {
    hook: 'patient-view',
    hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
    context: { userId: 'Practitioner/example', patientId: '1288992' },
  };
}

export function authorization(): Record<string, unknown> {
  return {
    access_token: 'some-opaque-fhir-access-token',
    token_type: 'Bearer',
    expires_in: 300,
    scope: 'user/Patient.read user/Observation.read',
    subject: 'cds-service4',
  };
}

/** An order in the shapes of Epic's CDS Hooks tutorial on fhir.epic.com: each breaks a rule of FHIR or of the standard. */
export function epicOrderSign(): RequestBody {
  const longId = `e${'aB3.-9xQ'.repeat(24)}3`;
  return {
    hook: 'order-sign',
    // RFC 4122 version 1
    hookInstance: 'e7aa2b60-1f3a-11ec-8f7c-0050568d7a3c',
    fhirServer: 'https://ehr.example.org/interconnect/api/FHIR/R4',
    fhirAuthorization: {
      access_token: 'bearertoken.with-dots_and~more',
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'Observation.Read (Labs) (R4) EPIC.FHIR.R4.SERVICES.MEDICATIONREQUEST.CREATE',
      subject: '6e8a1b2c-3d4e-5f60-7182-93a4b5c6d7e8',
    },
    extension: {
      'com.epic.cdshooks.request.bpa-trigger-action': '23',
      'com.epic.cdshooks.request.cds-hooks-specification-version': '1.1',
      'com.epic.cdshooks.request.fhir-version': 'R4',
    },
    context: {
      userId: 'PractitionerRole/eXyz.-1',
      patientId: 'eq081-VQEgP8drUUqCWzHfw3',
      encounterId: 'ebbbGbsB.-Kx3',
      extension: { 'com.epic.cdshooks.context': 'x' },
      draftOrders: {
        resourceType: 'Bundle',
        entry: [
          {
            resource: {
              resourceType: 'MedicationRequest',
              id: longId,
              status: 'draft',
              category: { coding: [{ code: 'inpatient' }] },
              medicationReference: { reference: 'Medication/eMed', display: 'ocrelizumab 300 mg/10 mL' },
              requester: {
                extension: [
                  {
                    url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
                    valueCode: 'unknown',
                  },
                ],
              },
              dosageInstruction: [{ doseQuantity: { value: 300, unit: 'mg' } }],
            },
          },
          { resource: { resourceType: 'Medication', id: 'eMed', code: { text: 'ocrelizumab' } } },
        ],
      },
    },
    prefetch: {
      '-user': { resourceType: 'Practitioner', id: 'x' },
      labs: {
        resourceType: 'Bundle',
        total: 0,
        entry: [
          {
            resource: {
              resourceType: 'OperationOutcome',
              issue: [{ severity: 'warning', code: 'processing' }],
            },
            search: { mode: 'outcome' },
          },
        ],
      },
    },
  };
}

function ocrelizumabOrder(): Record<string, unknown> {
  return {
    resourceType: 'MedicationRequest',
    id: 'order',
    status: 'draft',
    intent: 'order',
    subject: { reference: 'Patient/1288992' },
    medicationCodeableConcept: { text: 'ocrelizumab 300 mg/10 mL' },
  };
}
