import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { DeckError } from '../../src/deck/deck-error.js';
import { type DeckFile, readDeckFiles } from '../../src/deck/deck-files.js';
import { loadDeck } from '../../src/deck/load-deck.js';

const files = readDeckFiles(fileURLToPath(new URL('../../cards', import.meta.url)));

/** The deck with one text replaced by another, in one file. */
function withChange(
  path: string,
  from: string,
  to: string,
  deck: readonly DeckFile[] = files,
): readonly DeckFile[] {
  const file = deck.find((f) => f.path === path);
  if (!file?.text.includes(from)) throw new Error(`${path} does not contain "${from}"`);
  return deck.map((f) => (f === file ? { path, text: f.text.replace(from, () => to) } : f));
}

function problemsOf(deck: readonly DeckFile[]): readonly string[] {
  try {
    loadDeck(deck);
    return [];
  } catch (error) {
    if (error instanceof DeckError) return error.problems;
    throw error;
  }
}

/** `file:line:` where a text stands, for what a message must point to. */
function lineOf(path: string, text: string): number {
  const file = files.find((f) => f.path === path);
  return file?.text.slice(0, file.text.indexOf(text)).split('\n').length ?? 0;
}

describe('the deck as it is', () => {
  it('has no fault', () => {
    expect(problemsOf(files)).toEqual([]);
  });

  it('is the same whatever the order of its files', () => {
    const reversed = loadDeck([...files].reverse());
    expect(reversed.cards.map(({ definition }) => definition.id)).toEqual(
      loadDeck(files).cards.map(({ definition }) => definition.id),
    );
  });
});

describe('a fault is refused with its file, its line and the nearest valid name:', () => {
  it.each<[string, string, string, string, string]>([
    [
      'a misspelt member of a card',
      'initial-dose.card.yaml',
      'hooks: [',
      'hoks: [',
      'hoks: unknown member; did you mean "hooks"?',
    ],
    [
      'a hook that does not exist',
      'initial-dose.card.yaml',
      'hooks: [order-select,',
      'hooks: [order-selct,',
      'hooks[0]: "order-selct" is not accepted',
    ],
    ['a missing member', 'initial-dose.card.yaml', 'title: ', '# title: ', '"title" is missing'],
    [
      'a misspelt fact in a condition',
      'initial-dose.card.yaml',
      'exposure.isFirstDose and',
      'exposure.isFirstDoes and',
      'applies: unknown member "isFirstDoes" of exposure; did you mean "isFirstDose"?',
    ],
    [
      'a misspelt fact name in a condition',
      'active-infection.card.yaml',
      'when: history.recentInfection.isPresent',
      'when: history.recentInfections.isPresent',
      'cases[2].when: unknown member "recentInfections" of history; did you mean "recentInfection"?',
    ],
    [
      'a misspelt fact in a summary',
      'active-infection.card.yaml',
      '{{history.staleInfection.shown}}',
      '{{history.staleInfection.shwn}}',
      'cases[4].summary: unknown member "shwn" of history.staleInfection; did you mean "shown"?',
    ],
    [
      'a fact where a value must stand',
      'active-infection.card.yaml',
      'when: history.recentInfection.isPresent',
      'when: history.recentInfection',
      'cases[2].when: history.recentInfection is a fact, not a value',
    ],
    [
      'a misspelt limit in a card',
      'active-infection.card.yaml',
      '>= limits.distantPlanDays',
      '>= limits.distantPlanDay',
      'cases[0].when: unknown member "distantPlanDay" of limits; did you mean "distantPlanDays"?',
    ],
    [
      'a condition that is no FHIRPath',
      'active-infection.card.yaml',
      'when: history.recentInfection.isPresent',
      'when: "history.recentInfection.isPresent and"',
      'cases[2].when: not a valid FHIRPath expression',
    ],
    [
      'a function that cards may not use',
      'active-infection.card.yaml',
      'when: history.recentInfection.isPresent',
      'when: "history.recentInfection.where(isPresent).exists()"',
      'cases[2].when: the function where() is not available in cards',
    ],
    [
      'a variable',
      'active-infection.card.yaml',
      'when: history.recentInfection.isPresent',
      'when: "%today = today"',
      'cases[2].when: variables (%) are not available in cards',
    ],
    [
      'a token that is not closed',
      'active-infection.card.yaml',
      '{{history.staleInfection.shown}}',
      '{{history.staleInfection.shown}',
      'cases[4].summary: a token is not opened or not closed on its line',
    ],
    [
      'evidence that does not exist',
      'active-infection.card.yaml',
      'history.staleInfection]',
      'history.staleInfecton]',
      'evidence[2]: unknown member "staleInfecton" of history; did you mean "staleInfection"?',
    ],
    [
      'an order that does not exist',
      'initial-dose.card.yaml',
      'order: ocrelizumab-300-day-0',
      'order: ocrelizumab-300-day-00',
      'suggestions[0].order: unknown order file "ocrelizumab-300-day-00"; did you mean "ocrelizumab-300-day-0"?',
    ],
    [
      'an order to remove that does not exist',
      'initial-dose.card.yaml',
      'remove: ocrelizumab',
      'remove: ocrelizumb',
      'suggestions[2].remove: unknown member "ocrelizumb" of orders; did you mean "ocrelizumab"?',
    ],
    [
      'an override reason that does not exist',
      'initial-dose.card.yaml',
      'overrideReasons: [tolerated-before',
      'overrideReasons: [tolerated-befor',
      'overrideReasons[0]: unknown override reason "tolerated-befor"; did you mean "tolerated-before"?',
    ],
    [
      'a card to hide that does not exist',
      'life-threatening-reaction.card.yaml',
      'premedication',
      'premedicaton',
      'hides: unknown card "premedicaton"; did you mean "premedication"?',
    ],
    [
      'an indicator that does not exist',
      'initial-dose.card.yaml',
      'indicator: warning',
      'indicator: warn',
      'cases[0].indicator: "warn" is not accepted; valid are',
    ],
    [
      'a card in a file of another name',
      'initial-dose.card.yaml',
      'id: initialDose',
      'id: firstDose',
      'id: a card is found by its name: call this file first-dose.card.yaml',
    ],
    [
      'a token in an order',
      'orders/ocrelizumab-300-day-0.yaml',
      'orders.ocrelizumab.plannedOn',
      'orders.ocrelizumab.planedOn',
      'resource: unknown member "planedOn" of orders.ocrelizumab; did you mean "plannedOn"?',
    ],
    [
      'a token in an order that is not closed',
      'orders/ocrelizumab-300-day-0.yaml',
      'plannedOn}}',
      'plannedOn}',
      'resource: a token is not opened or not closed on its line',
    ],
    [
      'an element of an order',
      'orders/methylprednisolone-100-iv.yaml',
      'doseAndRate:',
      'doseAndRat:',
      'resource.dosageInstruction[0].doseAndRat: unknown element of Dosage "doseAndRat"; did you mean "doseAndRate"?',
    ],
    [
      'a token in the description of an order',
      'orders/igg.yaml',
      'description: Order IgG',
      'description: Order {{labs.ig.name}}',
      'description: unknown member "ig" of labs; did you mean "igg"?',
    ],
    [
      'a card without a place in the order',
      'deck.yaml',
      '  - initialDose\n',
      '',
      'order: the card "initialDose" has no place in the order',
    ],
    [
      'a place without a card',
      'deck.yaml',
      '  - initialDose\n',
      '  - initialDose\n  - secondDoes\n',
      'there is no card "secondDoes"',
    ],
    [
      'a hook that speaks of a fact that does not exist',
      'deck.yaml',
      'false, exposure.isUnderTreatment',
      'false, exposure.isUnderTreatmnt',
      'hooks.patient-view.speaksWhen: unknown member "isUnderTreatmnt" of exposure; did you mean "isUnderTreatment"?',
    ],
    [
      'a value set that does not exist',
      'facts.yaml',
      'codes: igg\n',
      'codes: igG\n',
      'labs.igg.codes: unknown value set "igG"; did you mean "igg"?',
    ],
    [
      'a limit that does not exist',
      'facts.yaml',
      'alarmLimit: neutrophilsLow',
      'alarmLimit: neutrophilsLo',
      'labs.neutrophils.alarmLimit: unknown limit "neutrophilsLo"; did you mean "neutrophilsLow"?',
    ],
    [
      'a window of a limit that does not exist',
      'facts.yaml',
      'olderThan: { days: infectionLingeringDays }',
      'olderThan: { days: infectionLingerDays }',
      'olderThan.days: unknown limit "infectionLingerDays"; did you mean "infectionLingeringDays"?',
    ],
    [
      'a query that does not exist',
      'facts.yaml',
      'query: immunoglobulins\n',
      'query: immunoglobulin\n',
      'labs.igg.query: unknown query "immunoglobulin"; did you mean "immunoglobulins"?',
    ],
    [
      'a unit table that does not exist',
      'facts.yaml',
      'units: immunoglobulinG\n',
      'units: immunoglobulinGs\n',
      'labs.igg.units: unknown unit table "immunoglobulinGs"; did you mean "immunoglobulinG"?',
    ],
    [
      'a drug that does not exist',
      'facts.yaml',
      'drug: methylprednisoloneInjection',
      'drug: methylprednisoloneInjecton',
      'orders.methylprednisolone.drug: unknown drug "methylprednisoloneInjecton"; did you mean "methylprednisoloneInjection"?',
    ],
    [
      'a route that does not exist',
      'facts.yaml',
      'notRoutes: [oral,',
      'notRoutes: [orally,',
      'orders.methylprednisolone.notRoutes[0]: unknown route "orally"; did you mean "oral"?',
    ],
    [
      'a lab that does not exist',
      'facts.yaml',
      'labs: [igg, iga, igm]',
      'labs: [igg, iga, ige]',
      'groups.immunoglobulins.labs[2]: unknown lab "ige"',
    ],
    [
      'a filter that does not exist',
      'facts.yaml',
      'drug: hyaluronidase, where: [notRefuted]',
      'drug: hyaluronidase, where: [notRefutd]',
      'history.hyaluronidaseAllergy.any[0].where[0]: unknown filter "notRefutd"; did you mean "notRefuted"?',
    ],
    [
      'a filter that is no FHIRPath',
      'facts.yaml',
      `finished: "status = 'finished'"`,
      `finished: "status = 'finished"`,
      'filters.finished: not a valid FHIRPath expression',
    ],
    [
      'a value set in an expression',
      'facts.yaml',
      "code.inValueSet('anaphylaxis')",
      "code.inValueSet('anaphylaxi')",
      'unknown value set "anaphylaxi"; did you mean "anaphylaxis"?',
    ],
    [
      'a phrase in an expression',
      'facts.yaml',
      "speaksOf('life-threatening')",
      "speaksOf('life-threatning')",
      'unknown phrase "life-threatning"; did you mean "life-threatening"?',
    ],
    [
      'a phrase that can be denied',
      'facts.yaml',
      'of: [life-threatening,',
      'of: [life-threatning,',
      'denials.of[0]: unknown phrase "life-threatning"; did you mean "life-threatening"?',
    ],
    [
      'a pattern of a denial that is none',
      'facts.yaml',
      '    - den(y|ies|ied|ying)',
      '    - den(y|ies|ied|ying',
      'denials.before[2]: not a valid pattern',
    ],
    [
      'an element in a filter',
      'facts.yaml',
      'activeOrUnstated: "clinicalStatus.coding',
      'activeOrUnstated: "clinicalStatuss.coding',
      'filters.activeOrUnstated: unknown element of Condition "clinicalStatuss"; did you mean "clinicalStatus"?',
    ],
    [
      'an element in a date',
      'facts.yaml',
      'MedicationRequest: "authoredOn"',
      'MedicationRequest: "authordOn"',
      'dates.MedicationRequest: unknown element of MedicationRequest "authordOn"; did you mean "authoredOn"?',
    ],
    [
      'an element in what a history extracts',
      'facts.yaml',
      'certainty: "verificationStatus.coding.code',
      'certainty: "verificationStatus.codin.code',
      'history.pml.extract.certainty: unknown element of CodeableConcept "codin"; did you mean "coding"?',
    ],
    [
      'an element in a link between records',
      'facts.yaml',
      'from: diagnosis.condition.reference',
      'from: diagnosis.conditon.reference',
      'any[5].linkedTo.from: unknown element of Encounter.diagnosis "conditon"; did you mean "condition"?',
    ],
    [
      'a filter of records that have nothing it reads',
      'facts.yaml',
      'resource: Procedure, query: procedures, codes: referral-liver, where: [completed]',
      'resource: Procedure, query: procedures, codes: referral-liver, where: [active]',
      'history.liverConsult.any[1].where[0]: the filter "active" reads nothing of a Procedure',
    ],
    [
      'a code in a filter',
      'facts.yaml',
      `finished: "status = 'finished'"`,
      `finished: "status = 'finishd'"`,
      'filters.finished: unknown code "finishd"; did you mean "finished"?',
    ],
    [
      'a day that a filter compares with',
      'facts.yaml',
      '> %plannedOn"',
      '> %planedOn"',
      'filters.notAbated: unknown variable "planedOn"; did you mean "plannedOn"?',
    ],
    [
      'a status of doses',
      'facts.yaml',
      'query: administrations, statuses: [completed,',
      'query: administrations, statuses: [complete,',
      'exposure.administered[0].statuses[0]: unknown status of MedicationAdministration "complete"; did you mean "completed"?',
    ],
    [
      'a product that no route is called',
      'facts.yaml',
      'product: subcutaneous,',
      'product: subcutanous,',
      'drugs.ocrelizumab.products[0].product: unknown product "subcutanous"; did you mean "subcutaneous"?',
    ],
    [
      'the product that is taken where none is named',
      'facts.yaml',
      'otherwise: intravenous ',
      'otherwise: intravenos ',
      'drugs.ocrelizumab.otherwise: unknown product "intravenos"; did you mean "intravenous"?',
    ],
    [
      'a resource type that R4 does not have',
      'facts.yaml',
      'Encounter: "period.end',
      'Encountr: "period.end',
      'dates.Encountr: unknown resource type "Encountr"; did you mean "Encounter"?',
    ],
    [
      'a pattern that is none',
      'facts.yaml',
      "text: '\\bsolu-?medrol\\b'",
      "text: '\\b(solu-?medrol\\b'",
      'drugs.methylprednisoloneInjection.text: not a valid pattern',
    ],
    [
      'an anchor that does not exist',
      'facts.yaml',
      'after: labs.antiHbc\n',
      'after: labs.antiHbC\n',
      'unknown fact "labs.antiHbC"; did you mean "labs.antiHbc"?',
    ],
    [
      'a key that stands twice',
      'initial-dose.card.yaml',
      'title: ',
      'id: initialDose\ntitle: ',
      'Map keys must be unique',
    ],
    ['what is no YAML', 'initial-dose.card.yaml', 'title: First', 'title: "First', 'Missing closing "quote'],
    [
      'a value set without codes',
      'value-sets/igg.json',
      '"concept"',
      '"concepts"',
      'compose.include[0]: "concept" is missing',
    ],
    [
      'a value set of no code system we know',
      'value-sets/igg.json',
      'http://loinc.org',
      'http://lonc.org',
      'compose.include[0].system: unknown code system "http://lonc.org"; did you mean "http://loinc.org"?',
    ],
    [
      'a resource type that a code system is not in',
      'code-systems.yaml',
      'notIn: [Procedure,',
      'notIn: [Procedur,',
      '[0].notIn[0]: unknown resource type "Procedur"; did you mean "Procedure"?',
    ],
    [
      'a pattern of a reading that is none',
      'readings.yaml',
      "text: '^\\s*(weak",
      "text: '^\\s*((weak",
      'words.serology[0].text: not a valid pattern',
    ],
    [
      'coded results of a value set that does not exist',
      'readings.yaml',
      'codes: result-positive }',
      'codes: result-positiv }',
      'codedResults[1].codes: unknown value set "result-positiv"; did you mean "result-positive"?',
    ],
    [
      'a meaning that does not exist',
      'readings.yaml',
      'means: positive,  ',
      'means: positve,  ',
      '"positve" is not accepted; valid are positive, weakly-positive, negative, indeterminate, not-done',
    ],
    [
      'a card that gives way and does not exist',
      'deck.yaml',
      'giveWayFirst: [postInfusionObservation',
      'giveWayFirst: [postInfusionObservaton',
      'giveWayFirst[0]: there is no card "postInfusionObservaton"',
    ],
    [
      'a card of what could not be checked that does not exist',
      'deck.yaml',
      'uncheckedCard: couldNotCheck',
      'uncheckedCard: couldNotChek',
      'uncheckedCard: there is no card "couldNotChek"',
    ],
    [
      'a negative limit',
      'facts.yaml',
      'hbvNegativeMonths:        { value: 12,',
      'hbvNegativeMonths:        { value: -12,',
      'limits.hbvNegativeMonths.value: must be >= 0',
    ],
    [
      'a limit that the making of facts needs and that is missing',
      'facts.yaml',
      'sameDoseDays: ',
      'sameDosDays: ',
      'limits: "sameDoseDays" is missing',
    ],
    [
      'a token that EHRs do not fill',
      'facts.yaml',
      'Condition?patient={{context.patientId}}',
      'Condition?patient={{context.patentId}}',
      'queries.conditions.template: unknown token {{context.patentId}}; valid are {{context.patientId}}',
    ],
    [
      'the query of the patient under another name',
      'facts.yaml',
      '  patient:          {',
      '  person:           {',
      'queries: "patient" is missing',
    ],
    [
      'a query of the patient that asks for something else',
      'facts.yaml',
      '"Patient/{{context.patientId}}"',
      '"Person/{{context.patientId}}"',
      'queries.patient.template: the query "patient" asks for Person, not for Patient',
    ],
    [
      'a query of another resource than the facts that name it',
      'facts.yaml',
      'Condition?patient=',
      'Conditon?patient=',
      'any[0].resource: the query "conditions" asks for Conditon, not for Condition',
    ],
    [
      'a resource of doses that its query does not ask for',
      'facts.yaml',
      '{ resource: Procedure, query: procedures, statuses',
      '{ resource: Procedur, query: procedures, statuses',
      'exposure.administered[1].resource: the query "procedures" asks for Procedure, not for Procedur',
    ],
    [
      'a resource without a date',
      'facts.yaml',
      '  Procedure: "performed',
      '  Procedur: "performed',
      '"dates" does not say which date a Procedure speaks for',
    ],
    [
      'a resource that is no order',
      'facts.yaml',
      'resources: [MedicationRequest,',
      'resources: [MedicationRequst,',
      'orders.ocrelizumab.resources[0]: "MedicationRequst" is not accepted; valid are MedicationRequest,',
    ],
    [
      'a range of plausible limits the wrong way round',
      'facts.yaml',
      'plausible: [4, 9]',
      'plausible: [9, 4]',
      'labs.igg.lowerLimit.plausible: the lower number comes first',
    ],
    [
      'a factor of a unit that is none',
      'units.yaml',
      '"K/uL": 1',
      '"K/uL": 0',
      'cellCount.factors.K/uL: must be > 0',
    ],
    [
      'a misspelt fact in a suggestion',
      'neutropenia.card.yaml',
      'unless: labs.neutrophils.isOrdered',
      'unless: labs.neutrophils.isOrderd',
      'suggestions[0].unless: unknown member "isOrderd" of labs.neutrophils; did you mean "isOrdered"?',
    ],
  ])('%s', (_, path, from, to, message) => {
    const problems = problemsOf(withChange(path, from, to));
    const found = problems.find((problem) => problem.includes(message));
    expect({ found: found !== undefined, problems }).toEqual({ found: true, problems });
    expect(found).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}:\\d+: `));
  });

  it('a value set that stands in two files', () => {
    const copy = files.find(({ path }) => path === 'value-sets/igg.json');
    const problems = problemsOf([...files, { path: 'value-sets/igg-too.json', text: copy?.text ?? '' }]);
    expect(problems).toEqual([
      'value-sets/igg-too.json:3: id: a value set is found by its name: call this file igg.json',
    ]);
  });

  it('a file that is missing', () => {
    expect(problemsOf(files.filter(({ path }) => path !== 'units.yaml'))).toEqual([
      'units.yaml: the file is missing',
    ]);
  });

  it('the line is that of the member at fault', () => {
    const path = 'active-infection.card.yaml';
    const [problem] = problemsOf(withChange(path, 'history.staleInfection]', 'history.staleInfecton]'));
    expect(problem).toContain(`${path}:${lineOf(path, 'evidence:')}:`);
  });
});

describe('several faults', () => {
  it('are listed all at once, over files', () => {
    const one = withChange('initial-dose.card.yaml', 'remove: ocrelizumab', 'remove: ocrelizumb');
    const two = withChange(
      'active-infection.card.yaml',
      'history.staleInfection]',
      'history.staleInfecton]',
      one,
    );
    const three = withChange('deck.yaml', '  - initialDose\n', '  - initialDose\n  - secondDoes\n', two);
    expect(problemsOf(three)).toHaveLength(3);
  });

  it('of shape are listed over files before names are looked at', () => {
    const one = withChange('initial-dose.card.yaml', 'hooks: [', 'hoks: [');
    const two = withChange('active-infection.card.yaml', 'title: ', 'titel: ', one);
    const problems = problemsOf(two);
    expect(problems.some((p) => p.startsWith('initial-dose.card.yaml'))).toBe(true);
    expect(problems.some((p) => p.startsWith('active-infection.card.yaml'))).toBe(true);
  });
});
