import { describe, expect, it } from '@jest/globals';
import { expressionCompiler } from '../../src/deck/expression-compiler.js';
import { pictureShape } from '../../src/deck/picture-shape.js';
import { loadProjectDeck } from '../support/judge-story.js';

const { definitions } = loadProjectDeck().source;
const compiler = expressionCompiler(pictureShape(definitions), definitions, new Map());

function problemsOf(condition: string): readonly string[] {
  const problems: string[] = [];
  compiler.condition(condition, (problem) => problems.push(problem));
  return problems;
}

describe('a comparison that can never hold is refused:', () => {
  it.each([
    [
      'a misspelt product',
      "orders.ocrelizumab.product = 'intravenus'",
      'orders.ocrelizumab.product is never "intravenus"; did you mean "intravenous"?',
    ],
    [
      'a product of another drug',
      "orders.antiCd20.product != 'subcutaneous'",
      'orders.antiCd20.product is never "subcutaneous"',
    ],
    [
      'a misspelt product of a dose',
      "exposure.lastDose.product = 'subcutanous'",
      'exposure.lastDose.product is never "subcutanous"; did you mean "subcutaneous"?',
    ],
    [
      'a misspelt route, the literal first',
      "'intravenos' = orders.ocrelizumab.route",
      'orders.ocrelizumab.route is never "intravenos"; did you mean "intravenous"?',
    ],
    ['a region that does not exist', "site.region = 'uk'", 'site.region is never "uk"; did you mean "us"?'],
    [
      'a hook that does not exist',
      "hook.name = 'order-sing'",
      'hook.name is never "order-sing"; did you mean "order-sign"?',
    ],
    ['a sex that FHIR does not know', "patient.sex = 'f'", 'patient.sex is never "f"'],
    [
      'one inside a choice',
      "iif(site.region = 'EU', true, false)",
      'site.region is never "EU"; did you mean "eu"?',
    ],
    ['a number held against a text', "labs.igg.value < '5'", 'labs.igg.value is a number, not a text'],
    [
      'a boolean held against a text',
      "exposure.isNaive = 'true'",
      'exposure.isNaive is a boolean, not a text',
    ],
    ['a text held against a number', 'labs.igg.onDay > 5', 'labs.igg.onDay is a text, not a number'],
    ['a word held against a boolean', 'site.region = true', 'site.region is a text, not a boolean'],
  ])('%s', (_name, condition, problem) => {
    expect(problemsOf(condition)).toEqual([problem]);
  });
});

describe('a comparison that may hold is accepted:', () => {
  it.each([
    "orders.ocrelizumab.product = 'subcutaneous'",
    "orders.ocrelizumab.route != 'unstated'",
    "site.region = 'eu'",
    "patient.sex = 'female' or patient.sex = 'unknown'",
    "groups.hepatitisB.preliminary != ''",
    'labs.igg.value < 5',
    'exposure.isNaive = false',
    'labs.igg.value < limits.iggLowerLimit or exposure.doseCount + 1 > 2',
  ])('%s', (condition) => {
    expect(problemsOf(condition)).toEqual([]);
  });
});
