import type { Bundle, FhirResource } from 'fhir/r4.js';
import { plusDays, plusMonths } from '../../src/picture/clinical-date.js';

/** The day all cases are told on. */
export const TODAY = '2026-03-02';

/** When something happened, counted back from the day of the case; a plain `on` stands as it is. */
interface When {
  readonly daysAgo?: number;
  readonly monthsAgo?: number;
  readonly on?: string;
}

interface LabLine extends When {
  readonly lab: string;
  readonly system?: string;
  readonly value?: number;
  readonly comparator?: string;
  readonly unit?: string;
  /** UCUM code, where it differs from the unit as written; `null` leaves code and system out. */
  readonly ucum?: string | null;
  readonly text?: string;
  readonly coded?: { readonly system?: string; readonly code?: string; readonly text?: string };
  readonly flag?: string;
  readonly low?: number;
  readonly high?: number;
  readonly rangeUnit?: string;
  readonly rangeText?: string;
  readonly status?: string;
}

interface ConditionLine extends When {
  readonly condition: string;
  readonly system?: 'sct' | 'icd';
  /** A second coding of the same condition, in ICD-10-CM. */
  readonly icd?: string;
  /** SNOMED CT code. */
  readonly severity?: string;
  /** Id of the encounter it was diagnosed in. */
  readonly encounter?: string;
  /** `null` leaves clinicalStatus out. */
  readonly clinical?: string | null;
  readonly verification?: string;
  readonly abatedDaysAgo?: number;
  readonly undated?: boolean;
}

interface GivenLine extends When {
  readonly given: string;
  readonly mg?: number;
  readonly status?: string;
}

interface AllergyLine extends When {
  readonly allergy: { readonly rx?: string; readonly text?: string };
  readonly criticality?: string;
  readonly manifestation?: { readonly sct?: string; readonly text?: string };
  readonly severity?: string;
  readonly description?: string;
  readonly note?: string;
  readonly clinical?: string;
  readonly verification?: string;
}

interface VaccineLine extends When {
  readonly vaccine: string;
  readonly status?: string;
}

interface RequestLine extends When {
  readonly rx?: string;
  readonly drug?: string;
  readonly mg?: number;
  readonly doseUnit?: string;
  readonly route?: string;
  readonly instruction?: string;
  readonly status?: string;
  /** Days from now for which it is planned. */
  readonly plannedInDays?: number;
  readonly doNotPerform?: boolean;
}

interface ServiceLine extends When {
  readonly service: string;
  readonly system?: string;
  readonly status?: string;
  readonly quantity?: number;
}

interface EncounterLine extends When {
  /** Encounter class: IMP, EMER, AMB. */
  readonly stay: string;
  readonly id: string;
}

interface ReportLine extends When {
  readonly report: string;
  readonly status?: string;
}

/** One line of a case: a fact a clinician would name, or any resource as it is (`resource`). */
export type RecordLine =
  | LabLine
  | ConditionLine
  | GivenLine
  | AllergyLine
  | VaccineLine
  | RequestLine
  | ServiceLine
  | EncounterLine
  | ReportLine
  | { readonly resource: FhirResource };

const SYSTEMS: Readonly<Record<string, string>> = {
  sct: 'http://snomed.info/sct',
  icd: 'http://hl7.org/fhir/sid/icd-10-cm',
  loinc: 'http://loinc.org',
  rx: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  hcpcs: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
};
const UCUM = 'http://unitsofmeasure.org';
/** The patient all lines of a record are about. */
export const SUBJECT = 'Patient/case';
const subject = { reference: SUBJECT };

/** Somebody of 39 years; `null` leaves a member out. */
export function patient(
  who: {
    readonly sex?: string | null;
    readonly birthDate?: string | null;
    readonly deceased?: boolean | string;
  } = {},
): FhirResource {
  const { sex = 'female', birthDate = '1986-05-04', deceased } = who;
  return {
    resourceType: 'Patient',
    id: 'case',
    ...(sex && { gender: sex as 'female' }),
    ...(birthDate && { birthDate }),
    ...(typeof deceased === 'boolean' && { deceasedBoolean: deceased }),
    ...(typeof deceased === 'string' && { deceasedDateTime: deceased }),
  };
}

export function bundleOf(resources: readonly FhirResource[]): Bundle {
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}

/** The resource a line stands for. */
export function resourceOf(line: RecordLine, index: number, isDraft = false): FhirResource {
  const id = `r${index}`;
  if ('resource' in line) return line.resource;
  if ('lab' in line) return labOf(line, id);
  if ('condition' in line) return conditionOf(line, id);
  if ('given' in line) return givenOf(line, id);
  if ('allergy' in line) return allergyOf(line, id);
  if ('vaccine' in line) {
    return {
      resourceType: 'Immunization',
      id,
      status: (line.status ?? 'completed') as 'completed',
      vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: line.vaccine }] },
      patient: subject,
      occurrenceDateTime: dayOf(line),
    };
  }
  if ('stay' in line) {
    const [status, code] = ['finished' as const, line.stay];
    const system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
    const period = { start: dayOf(line) };
    return { resourceType: 'Encounter', id: line.id, status, class: { system, code }, subject, period };
  }
  if ('report' in line) {
    return {
      resourceType: 'DiagnosticReport',
      id,
      status: (line.status ?? 'final') as 'final',
      code: { coding: [{ system: SYSTEMS.loinc ?? '', code: line.report }] },
      subject,
      effectiveDateTime: dayOf(line),
    };
  }
  if ('service' in line) return serviceOf(line, id, isDraft);
  return requestOf(line, id, isDraft);
}

function labOf(line: LabLine, id: string): FhirResource {
  const ucum = line.ucum === undefined ? line.unit : line.ucum;
  const quantity = (value: number, unit: string | undefined) => ({
    value,
    ...(unit !== undefined && { unit }),
    ...(ucum && unit === line.unit && { system: UCUM, code: ucum }),
  });
  const range = {
    ...(line.low !== undefined && { low: quantity(line.low, line.rangeUnit ?? line.unit) }),
    ...(line.high !== undefined && { high: quantity(line.high, line.rangeUnit ?? line.unit) }),
    ...(line.rangeText !== undefined && { text: line.rangeText }),
  };
  const effective = line.on === 'none' ? undefined : dayOf(line);
  return {
    resourceType: 'Observation',
    id,
    status: (line.status ?? 'final') as 'final',
    code: { coding: [{ system: line.system ?? SYSTEMS.loinc ?? '', code: line.lab }] },
    subject,
    ...(effective && { effectiveDateTime: effective }),
    ...(line.value !== undefined && {
      valueQuantity: {
        ...quantity(line.value, line.unit),
        ...(line.comparator && { comparator: line.comparator as '<' }),
      },
    }),
    ...(line.text !== undefined && { valueString: line.text }),
    ...(line.coded && {
      valueCodeableConcept: {
        ...(line.coded.code && {
          coding: [
            { system: SYSTEMS[line.coded.system ?? 'sct'] ?? line.coded.system ?? '', code: line.coded.code },
          ],
        }),
        ...(line.coded.text && { text: line.coded.text }),
      },
    }),
    ...(line.flag && { interpretation: [{ coding: [{ code: line.flag }] }] }),
    ...(Object.keys(range).length > 0 && { referenceRange: [range] }),
  };
}

function conditionOf(line: ConditionLine, id: string): FhirResource {
  const clinical = line.clinical === undefined ? 'active' : line.clinical;
  return {
    resourceType: 'Condition',
    id,
    ...(clinical && {
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: clinical }],
      },
    }),
    ...(line.verification && {
      verificationStatus: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: line.verification },
        ],
      },
    }),
    ...(line.severity && { severity: { coding: [{ system: SYSTEMS.sct ?? '', code: line.severity }] } }),
    code: {
      coding: [
        { system: SYSTEMS[line.system ?? 'sct'] ?? '', code: line.condition },
        ...(line.icd ? [{ system: SYSTEMS.icd ?? '', code: line.icd }] : []),
      ],
    },
    subject,
    ...(line.encounter && { encounter: { reference: `Encounter/${line.encounter}` } }),
    ...(!line.undated && { onsetDateTime: dayOf(line) }),
    ...(line.abatedDaysAgo !== undefined && { abatementDateTime: plusDays(TODAY, -line.abatedDaysAgo) }),
  };
}

function givenOf(line: GivenLine, id: string): FhirResource {
  return {
    resourceType: 'MedicationAdministration',
    id,
    status: (line.status ?? 'completed') as 'completed',
    medicationCodeableConcept: { coding: [{ system: SYSTEMS.rx ?? '', code: line.given }] },
    subject,
    effectiveDateTime: dayOf(line),
    ...(line.mg !== undefined && {
      dosage: { dose: { value: line.mg, unit: 'mg', system: UCUM, code: 'mg' } },
    }),
  };
}

function allergyOf(line: AllergyLine, id: string): FhirResource {
  const { rx, text } = line.allergy;
  return {
    resourceType: 'AllergyIntolerance',
    id,
    clinicalStatus: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical',
          code: line.clinical ?? 'active',
        },
      ],
    },
    ...(line.verification && {
      verificationStatus: {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
            code: line.verification,
          },
        ],
      },
    }),
    ...(line.criticality && { criticality: line.criticality as 'high' }),
    code: { ...(rx && { coding: [{ system: SYSTEMS.rx ?? '', code: rx }] }), ...(text && { text }) },
    patient: subject,
    recordedDate: dayOf(line),
    ...(line.note && { note: [{ text: line.note }] }),
    ...(line.manifestation && {
      reaction: [
        {
          manifestation: [
            {
              ...(line.manifestation.sct && {
                coding: [{ system: SYSTEMS.sct ?? '', code: line.manifestation.sct }],
              }),
              ...(line.manifestation.text && { text: line.manifestation.text }),
            },
          ],
          ...(line.severity && { severity: line.severity as 'severe' }),
          ...(line.description && { description: line.description }),
        },
      ],
    }),
  };
}

function requestOf(line: RequestLine, id: string, isDraft: boolean): FhirResource {
  const written = line.daysAgo !== undefined || line.monthsAgo !== undefined || line.on !== undefined;
  const dosage = {
    ...(line.instruction && { text: line.instruction }),
    ...(line.plannedInDays !== undefined && { timing: { event: [plusDays(TODAY, line.plannedInDays)] } }),
    ...(line.route && {
      route: /^\d+$/.test(line.route)
        ? { coding: [{ system: SYSTEMS.sct ?? '', code: line.route }] }
        : { text: line.route },
    }),
    ...(line.mg !== undefined && {
      doseAndRate: [{ doseQuantity: { value: line.mg, unit: line.doseUnit ?? 'mg' } }],
    }),
  };
  return {
    resourceType: 'MedicationRequest',
    id,
    status: (line.status ?? (isDraft ? 'draft' : 'active')) as 'draft',
    intent: 'order',
    ...(line.doNotPerform && { doNotPerform: true }),
    medicationCodeableConcept: {
      ...(line.rx && { coding: [{ system: SYSTEMS.rx ?? '', code: line.rx }] }),
      ...(line.drug && { text: line.drug }),
    },
    subject,
    ...(written && { authoredOn: dayOf(line) }),
    ...(Object.keys(dosage).length > 0 && { dosageInstruction: [dosage] }),
  };
}

function serviceOf(line: ServiceLine, id: string, isDraft: boolean): FhirResource {
  const written = line.daysAgo !== undefined || line.monthsAgo !== undefined || line.on !== undefined;
  return {
    resourceType: 'ServiceRequest',
    id,
    status: (line.status ?? (isDraft ? 'draft' : 'active')) as 'draft',
    intent: 'order',
    code: { coding: [{ system: SYSTEMS[line.system ?? 'loinc'] ?? line.system ?? '', code: line.service }] },
    subject,
    ...(written && { authoredOn: dayOf(line) }),
    ...(line.quantity !== undefined && { quantityQuantity: { value: line.quantity } }),
  };
}

function dayOf({ on, daysAgo, monthsAgo }: When): string {
  if (on !== undefined) return on;
  if (monthsAgo !== undefined) return plusDays(plusMonths(TODAY, -monthsAgo), -(daysAgo ?? 0));
  return plusDays(TODAY, -(daysAgo ?? 0));
}
