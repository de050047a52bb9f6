import type { FhirResource } from 'fhir/r4.js';

/** When something happened, counted back from the day of the case; a plain `on` stands as it is. */
export interface When {
  readonly daysAgo?: number;
  readonly monthsAgo?: number;
  readonly on?: string;
}

export interface LabLine extends When {
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

export interface ConditionLine extends When {
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

export interface GivenLine extends When {
  readonly given: string;
  readonly mg?: number;
  readonly status?: string;
}

export interface AllergyLine extends When {
  readonly allergy: { readonly rx?: string; readonly text?: string };
  readonly criticality?: string;
  readonly manifestation?: { readonly sct?: string; readonly text?: string };
  readonly severity?: string;
  readonly description?: string;
  readonly note?: string;
  readonly clinical?: string;
  readonly verification?: string;
}

export interface VaccineLine extends When {
  readonly vaccine: string;
  readonly status?: string;
}

export interface RequestLine extends When {
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

export interface ServiceLine extends When {
  readonly service: string;
  readonly system?: string;
  readonly status?: string;
  readonly quantity?: number;
}

export interface EncounterLine extends When {
  /** Encounter class: IMP, EMER, AMB. */
  readonly stay: string;
  readonly id: string;
}

export interface ReportLine extends When {
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
