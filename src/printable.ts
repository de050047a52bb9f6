/**
 * Text of others as it may be logged or go to a terminal. Anyone can write anything into a token or an answer,
 * so what could break a line, steer a terminal or reverse the text is replaced, and there is not much of it.
 */
export function printable(value: unknown, longest = 80): string {
  // Not by its own `toString`, which need be no function.
  const text = typeof value === 'string' ? value : String(JSON.stringify(value));
  const safe = text.slice(0, longest).replace(/[^\x20-\x7e]/g, '?');
  return text.length > longest ? `${safe}...` : safe;
}
