import type { Deck } from '../deck/deck.js';
import { withoutTokens } from '../deck/text-template.js';

/** What the journal calls a suggestion that was shown by this topic under this label. */
export type OfferedLabel = (topic: string, shown: string) => string;

/** Where a token of a label stood. */
const LEFT_OUT = '…';

/**
 * A label as its card file has it, without what its tokens filled in: that may be a day of
 * the patient's, and would make every patient's suggestion one of its own in the report.
 */
export function offeredLabels(deck: Deck): OfferedLabel {
  const byTopic = new Map(
    deck.cards.map(({ definition }) => [
      definition.id,
      (definition.suggestions ?? []).map(({ label }) => writtenLabel(label)),
    ]),
  );
  return (topic, shown) =>
    byTopic.get(topic)?.find(({ pattern }) => pattern.test(shown))?.written ?? LEFT_OUT;
}

function writtenLabel(label: string) {
  const parts = withoutTokens(label);
  const pattern = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*');
  return { pattern: new RegExp(`^${pattern}$`, 's'), written: parts.join(LEFT_OUT) };
}
