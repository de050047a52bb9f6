import type { GroupFact } from './group-fact.js';
import type { LabContext } from './lab-context.js';
import type { LabFact } from './lab-fact.js';
import { LabGroup } from './lab-group.js';
import type { PictureSource } from './picture-source.js';
import { qualitativeLab } from './qualitative-lab.js';
import { quantityLab } from './quantity-lab.js';

/** The facts of tests, alone and together, each made when a card asks for it. */
export interface LabFacts {
  readonly labs: Readonly<Record<string, LabFact>>;
  readonly groups: Readonly<Record<string, GroupFact>>;
}

export function labFacts({ definitions, facts }: PictureSource, context: LabContext): LabFacts {
  const labs = facts.labs((name) => {
    const lab = definitions.labs[name];
    if (!lab) throw new Error(`lab ${name} is not defined`);
    return lab.kind === 'quantity' ? quantityLab(lab, context) : qualitativeLab(lab, context);
  });
  const groups = facts.groups((name) => {
    const group = definitions.groups[name];
    return new LabGroup(
      group?.name ?? name,
      (group?.labs ?? []).map((lab) => factNamed(labs, lab)),
    );
  });
  return { labs, groups };
}

/** A fact that its definition, which was checked at start, says is there. */
export function factNamed<T>(facts: Readonly<Record<string, T>>, name: string): T {
  const fact = facts[name];
  if (fact === undefined) throw new Error(`fact ${name} is not defined`);
  return fact;
}
