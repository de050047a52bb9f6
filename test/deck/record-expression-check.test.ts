import { describe, expect, it } from '@jest/globals';
import { checkRecordExpression } from '../../src/deck/record-expression-check.js';

const names = { 'value set': new Set(['anaphylaxis']), phrase: new Set(['airway']) };

function faultsOf(expression: string, ...types: readonly string[]): readonly string[] {
  const faults: string[] = [];
  checkRecordExpression(expression, types, names, (problem) => faults.push(problem));
  return faults;
}

describe('an expression over records is sound where', () => {
  it.each([
    ['it follows elements into data types', 'code.coding.display', 'Condition'],
    [
      'it goes through elements that have elements of their own',
      'reaction.manifestation.text',
      'AllergyIntolerance',
    ],
    [
      'it goes through elements that are defined elsewhere',
      'component.referenceRange.low.value',
      'Observation',
    ],
    ['it chooses a type', 'onset.ofType(dateTime) | onset.ofType(Period).start', 'Condition'],
    ['it chooses by an operator', '(onset as Period).start', 'Condition'],
    ['it names a choice as JSON does', 'onsetDateTime', 'Condition'],
    ['it asks what every element has', 'clinicalStatus.extension.url | id | meta.source', 'Condition'],
    ['it asks an extension', "extension('urn:x').value.ofType(CodeableConcept).coding.code", 'Condition'],
    ['it looks into a contained resource', 'contained.ofType(Medication).code.text', 'MedicationRequest'],
    ['it cannot tell what is contained', 'contained.whatever', 'MedicationRequest'],
    ['it selects', "category.coding.select(iif(code = 'x', display, system))", 'Condition'],
    ['arguments are of the record, not of what stands before', 'code.text.contains(id)', 'Condition'],
    ['it compares with a day', 'recordedDate.toString().substring(0, 10) >= %today', 'Condition'],
    [
      'another type has the element',
      "severity.coding.exists() or reaction.severity = 'mild'",
      'AllergyIntolerance',
      'AdverseEvent',
    ],
    [
      'a code is of one of its types',
      "clinicalStatus.coding.where(code = 'relapse').exists()",
      'Condition',
      'AllergyIntolerance',
    ],
    ['R4 does not bind the code', "class.code = 'IMP'", 'Encounter'],
  ])('%s', (_, expression, ...types) => {
    expect(faultsOf(expression, ...types)).toEqual([]);
  });
});

describe('an expression over records is refused for', () => {
  it.each([
    ['an element', 'code.codng', 'unknown element of CodeableConcept "codng"; did you mean "coding"?'],
    [
      'an element inside a condition',
      "code.coding.where(cod = 'a')",
      'unknown element of Coding "cod"; did you mean "code"?',
    ],
    ['an element of a chosen type', 'onset.ofType(Period).begin', 'unknown element of Period "begin"'],
    [
      'a type that is none of the choice',
      'onset.ofType(Preiod)',
      'unknown type "Preiod"; did you mean "Period"?',
    ],
    [
      'a code',
      "verificationStatus.coding.code.where($this = 'refuetd')",
      'unknown code "refuetd"; did you mean "refuted"?',
    ],
    [
      'a code on the left',
      "'refuetd' = verificationStatus.coding.code",
      'unknown code "refuetd"; did you mean "refuted"?',
    ],
    ['a function', 'code.coding.exsits()', 'unknown function "exsits"; did you mean "exists"?'],
    [
      'arguments that a function does not take',
      'code.coding.where()',
      'arguments of where(): 0, but it takes 1',
    ],
    [
      'a value set',
      "code.inValueSet('anaphylaxi')",
      'unknown value set "anaphylaxi"; did you mean "anaphylaxis"?',
    ],
    ['a phrase', "code.text.speaksOf('airways')", 'unknown phrase "airways"; did you mean "airway"?'],
    ['a variable', 'recordedDate > %todays', 'unknown variable "todays"; did you mean "today"?'],
    ['its syntax', 'code.coding.where(', 'not a valid FHIRPath expression'],
  ])('%s', (_, expression, problem) => {
    expect(faultsOf(expression, 'Condition')).toEqual([problem]);
  });

  it('an element that none of its types has', () => {
    expect(faultsOf('reaktion.severity', 'AllergyIntolerance', 'AdverseEvent')).toEqual([
      'unknown element of AllergyIntolerance or AdverseEvent "reaktion"; did you mean "reaction"?',
    ]);
  });
});

it('tells the resource types that an expression reads nothing of', () => {
  const unread = checkRecordExpression(
    'reaction.exists()',
    ['AllergyIntolerance', 'Condition'],
    names,
    () => undefined,
  );
  expect(unread).toEqual(['Condition']);
});
