import type { PairDefinition, QuantityLabDefinition } from '../facts/lab-definition.js';
import type { GroupFact } from './group-fact.js';
import type { LabContext } from './lab-context.js';
import type { LabFact } from './lab-fact.js';
import { LabGroup } from './lab-group.js';
import { LabPair, type PairedLab } from './lab-pair.js';
import type { PictureSource } from './picture-source.js';
import { qualitativeLab } from './qualitative-lab.js';
import { quantityLab } from './quantity-lab.js';

/** The facts of tests, alone and together, each made when a card asks for it. */
export interface LabFacts {
  readonly labs: Readonly<Record<string, LabFact>>;
  readonly groups: Readonly<Record<string, GroupFact>>;
}

/** Prepares the facts of tests: what no card asks for is never made. */
export function labFacts({ definitions, facts }: PictureSource, context: LabContext): LabFacts {
  const labs = facts.labs((name) => {
    const lab = definitions.labs[name];
    if (!lab) throw new Error(`lab ${name} is not defined`);
    return lab.kind === 'quantity' ? quantityLab(lab, context) : qualitativeLab(lab, context);
  });
  const paired = (name: string): PairedLab => {
    const definition = definitions.labs[name];
    if (definition?.kind !== 'quantity') throw new Error(`lab ${name} is no number`);
    return new LazyLab(definition, () => factNamed(labs, name));
  };
  const groups = facts.groups((name) => {
    const group = definitions.groups[name];
    if (!group) throw new Error(`group ${name} is not defined`);
    return new LabGroup(
      group.name,
      group.labs.map((lab) => factNamed(labs, lab)),
      group.pairedWith && pairOf(group.labs, group.pairedWith, paired, context),
    );
  });
  return { labs, groups };
}

/**
 * Its fact is made when it is asked for: most liver tests are normal. A class, since an accessor in a literal
 * is a shape of its own for each call, and these outlive the call with all that they hold.
 */
class LazyLab implements PairedLab {
  readonly #fact: () => LabFact;

  constructor(
    readonly definition: QuantityLabDefinition,
    fact: () => LabFact,
  ) {
    this.#fact = fact;
  }

  get fact(): LabFact {
    return this.#fact();
  }
}

function pairOf(
  labs: readonly string[],
  { lab, beside, above, days }: PairDefinition,
  paired: (name: string) => PairedLab,
  context: LabContext,
): LabPair {
  const its = { labs: labs.map(paired), other: paired(lab), beside: paired(beside) };
  return new LabPair({ ...its, above: context.limit(above), days: context.limit(days) }, context);
}

/** A fact that its definition, which was checked at start, says is there. */
export function factNamed<T>(facts: Readonly<Record<string, T>>, name: string): T {
  const fact = facts[name];
  if (fact === undefined) throw new Error(`fact ${name} is not defined`);
  return fact;
}
