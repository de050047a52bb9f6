import type { ElementDefinitionConstraint } from 'fhir/r4.js';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import type { ElementShape } from './element-shapes.js';
import type { MetElement, Surroundings } from './element-walk.js';
import { INVARIANT_ERRATA } from './invariant-errata.js';
import { structureDefinition } from './structure-definitions.js';

interface Invariant {
  readonly key: string;
  readonly text: string;
  readonly holds: (value: unknown, around: Surroundings) => unknown;
}

const compiled = new WeakMap<ElementShape, readonly Invariant[]>();

/** The error-severity invariants of the official definitions that the element breaks. */
export function invariantProblems({ path, shape, value, around }: MetElement): readonly string[] {
  return invariantsOf(shape).flatMap(({ key, text, holds }) => {
    try {
      // Empty is "cannot tell" (a period from a day to an hour of that day), not "broken".
      return holds(value, around) === false ? [`${path}: ${text} (${key})`] : [];
    } catch (error) {
      return [`${path}: ${key} could not be evaluated: ${String(error)}`];
    }
  });
}

function invariantsOf(shape: ElementShape): readonly Invariant[] {
  const invariants = compiled.get(shape) ?? compileInvariants(shape);
  compiled.set(shape, invariants);
  return invariants;
}

function compileInvariants(shape: ElementShape): readonly Invariant[] {
  // fhirpath.js fails on a decimal as context, and R4 has no invariant on one (ras-1 is about its range).
  if (shape.type === 'decimal') return [];
  return [...constraintsOf(shape)].flatMap(([key, constraint]) => {
    const expression = key in INVARIANT_ERRATA ? INVARIANT_ERRATA[key] : constraint.expression;
    return expression ? [{ key, text: constraint.human, holds: compile(shape.membersAt, expression) }] : [];
  });
}

/** Of the element, of its type (per-1 of any Period), and of the profile its type must have (SimpleQuantity). */
function constraintsOf({ definition, type }: ElementShape): Map<string, ElementDefinitionConstraint> {
  const profiles = (definition.type ?? [])
    .filter(({ code }) => code === type)
    .flatMap((each) => each.profile ?? []);
  const ofTypes = [type, ...profiles.map((profile) => profile.slice(profile.lastIndexOf('/') + 1))].flatMap(
    (name) => structureDefinition(name)?.snapshot?.element[0]?.constraint ?? [],
  );
  const errors = [...(definition.constraint ?? []), ...ofTypes].filter(
    ({ severity }) => severity === 'error',
  );
  return new Map(errors.map((constraint) => [constraint.key, constraint]));
}

function compile(base: string, expression: string): Invariant['holds'] {
  // R4's own expressions trace; without a sink of our own each would print.
  const evaluate = fhirpath.compile({ base, expression }, r4, { traceFn: () => {} });
  return (value, { resource, rootResource }) => {
    const outcome: readonly unknown[] = evaluate(value, { resource, rootResource });
    return outcome[0];
  };
}
