import type { Picture } from '../picture/picture.js';
import type { Reasons, ReasonsIn } from './reasons.js';
import { NOTHING_UNCHECKED, type Unchecked } from './unchecked.js';

/** The picture as cards see it: with what the deck itself makes of its facts beside them. */
export interface ScreenedPicture extends Picture {
  readonly unchecked: Unchecked;
  /** `reasons` of `facts.yaml`, by name. */
  readonly reasons: Readonly<Record<string, Reasons>>;
}

/** A picture before any card was asked: nothing could not be checked yet. */
export function screenedPicture(picture: Picture, reasonsIn: ReasonsIn): ScreenedPicture {
  const screened: ScreenedPicture = {
    ...picture,
    unchecked: NOTHING_UNCHECKED,
    reasons: reasonsIn(() => screened),
  };
  return screened;
}
