import { describe } from '@jest/globals';
import { itRefuses } from './faulty-deck.js';

describe('a fault in a table of codes, units or readings is refused with its file, its line and the nearest valid name:', () => {
  itRefuses([
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
      'a factor of a unit that is none',
      'units.yaml',
      '"K/uL": 1',
      '"K/uL": 0',
      'cellCount.factors.K/uL: must be > 0',
    ],
  ]);
});
