const MAX_LENGTH = 80;

/** Text of a server as it may go to a terminal: nothing that steers it, and not much of it. */
export function printable(value: unknown): string {
  const text = String(value).replace(/[^\x20-\x7e]/g, '?');
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
}
