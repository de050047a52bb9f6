import type { FhirResource } from 'fhir/r4.js';
import { plusDays } from '../../src/picture/clinical-date.js';
import type { AllergyLine, ConditionLine, LabLine } from './case-lines.js';
import { dayOf, SYSTEMS, subject, TODAY, UCUM } from './case-terms.js';

export function labOf(line: LabLine, id: string): FhirResource {
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

export function conditionOf(line: ConditionLine, id: string): FhirResource {
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

export function allergyOf(line: AllergyLine, id: string): FhirResource {
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
