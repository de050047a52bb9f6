import type { ClinicalDate } from './clinical-date.js';
import { type Fact, isUnknown } from './fact.js';
import type { GroupFact } from './group-fact.js';
import type { LabFact } from './lab-fact.js';
import type { LabPair } from './lab-pair.js';
import { listed } from './listed-names.js';

/** The fact of a group: what a card asks of it is put together when it asks. */
export class LabGroup implements GroupFact {
  readonly state: Fact['state'];
  readonly reason: string | undefined;
  readonly #labs: readonly LabFact[];

  constructor(
    readonly name: string,
    labs: readonly LabFact[],
    readonly pair?: LabPair,
  ) {
    const unknown = labs.find(isUnknown);
    this.state = unknown?.state ?? 'usable';
    this.reason = unknown?.reason;
    this.#labs = labs;
  }

  get anyDue(): boolean | undefined {
    return anyOf(this.#labs, (lab) => lab.isDue);
  }

  get anyDueNotOrdered(): boolean | undefined {
    return anyOf(this.#labs, (lab) => lab.isDue && !lab.isOrdered);
  }

  get anyMissing(): boolean | undefined {
    return anyOf(this.#labs, (lab) => lab.isMissing);
  }

  get anyMissingNotOrdered(): boolean | undefined {
    return anyOf(this.#labs, (lab) => lab.isMissing && !lab.isOrdered);
  }

  get anyStale(): boolean | undefined {
    return anyOf(this.#labs, (lab) => lab.isStale);
  }

  get anyLow(): boolean | undefined {
    return anyOf(this.#labs, (lab) => lab.isLow);
  }

  get anyHigh(): boolean | undefined {
    return anyOf(this.#labs, (lab) => lab.isHigh);
  }

  get anyIndeterminate(): boolean | undefined {
    return anyOf(this.#labs, (lab) => lab.isIndeterminate);
  }

  get due(): string {
    return this.#namesOf((lab) => lab.isDue);
  }

  get toOrder(): string {
    return this.#namesOf((lab) => lab.isDue && !lab.isOrdered);
  }

  get pending(): string {
    return this.#namesOf((lab) => lab.isDue && lab.isOrdered);
  }

  get missing(): string {
    return this.#namesOf((lab) => lab.isMissing);
  }

  get indeterminate(): string {
    return this.#namesOf((lab) => lab.isIndeterminate);
  }

  get times(): string {
    const high = this.#labs.filter((lab) => lab.isHigh && lab.timesShown !== undefined);
    return listed(high.map((lab) => `${lab.name} ${lab.timesShown}`));
  }

  /** The newest day on which one of them was low or high. */
  get on(): ClinicalDate | undefined {
    return this.#newest?.on;
  }

  get onDay(): string {
    return this.#newest?.onDay ?? '';
  }

  get #newest(): LabFact | undefined {
    let newest: LabFact | undefined;
    for (const lab of this.#labs) {
      const isNewer = lab.on !== undefined && lab.on > (newest?.on ?? '');
      if (isNewer && (lab.isLow || lab.isHigh)) newest = lab;
    }
    return newest;
  }

  get preliminary(): string {
    return listed(this.#labs.flatMap((lab) => lab.preliminary.shown ?? []));
  }

  #namesOf(ask: (lab: LabFact) => boolean | undefined): string {
    return listed(this.#labs.filter(ask).map(({ name }) => name));
  }
}

/** FHIRPath's own "any": true if one is, unknown if one is unknown and none is true, else false. */
function anyOf(labs: readonly LabFact[], ask: (lab: LabFact) => boolean | undefined): boolean | undefined {
  let answer: boolean | undefined = false;
  for (const lab of labs) {
    const one = ask(lab);
    if (one === true) return true;
    if (one === undefined) answer = undefined;
  }
  return answer;
}
