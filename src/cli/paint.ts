import util from 'node:util';

export type Style = Parameters<typeof util.styleText>[0];

/** Paints where a person looks, and leaves files and pipes plain. */
export type Paint = (style: Style, text: string) => string;

/** How to paint on a stream: a person looks at a terminal, unless they have asked for none of it. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  // `styleText` came with Node 20.12, and the program starts on every Node 20: there without colours.
  const isPainted = stream.isTTY && process.env.NO_COLOR === undefined && 'styleText' in util;
  return isPainted ? util.styleText : (_, text) => text;
}
