import { membersAt } from './element-shapes.js';
import type { MetElement } from './element-walk.js';
import { isJsonObject } from './json-object.js';

/** Of a choice of types (`value[x]`) an element has one at most; neither the schema nor an invariant says so. */
export function choiceProblems({ path, shape, value }: MetElement): readonly string[] {
  if (!isJsonObject(value)) return [];
  const shapes = membersAt(shape.membersAt);
  const chosen = new Map<string, Set<string>>();
  for (const member of Object.keys(value).map((key) => key.replace(/^_/, ''))) {
    const choice = shapes.get(member)?.choice;
    if (choice) chosen.set(choice, (chosen.get(choice) ?? new Set()).add(member));
  }
  return [...chosen]
    .filter(([, members]) => members.size > 1)
    .map(([choice, members]) => `${path}.${choice}: only one of ${[...members].join(', ')} is allowed`);
}
