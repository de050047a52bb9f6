import type { ValidateFunction } from 'ajv';
import { schemaProblems } from '../configuration/schema-problem.js';
import { describeProblems, type FileProblem, openYaml, type YamlFile } from '../configuration/yaml-file.js';
import type { DeckFile } from './deck-files.js';

/** A parsed file of the deck, which collects its faults as they are found. */
export interface DeckDocument<T> {
  readonly path: string;
  readonly content: T;
  fault(path: FileProblem['path'], message: string): void;
  /** All faults so far, as `file:line: member: what to change`. */
  faults(): readonly string[];
}

/** Parses a file (YAML, or JSON, which is YAML) and holds it against its schema. */
export function openDocument<T>(file: DeckFile, validate: ValidateFunction): DeckDocument<T> {
  const yaml: YamlFile = openYaml(file.text);
  const problems: FileProblem[] = [...yaml.syntaxProblems];
  if (problems.length === 0 && !validate(yaml.content)) {
    problems.push(...schemaProblems(validate.errors ?? []));
  }
  return {
    path: file.path,
    content: yaml.content as T,
    fault: (path, message) => problems.push({ path, message }),
    faults: () => describeProblems(file.path, yaml, problems),
  };
}
