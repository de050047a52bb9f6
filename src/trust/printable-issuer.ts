const MAX_LENGTH = 200;

/**
 * An issuer as it may be logged. Anyone can write anything into a token, so what could break a log
 * line, steer a terminal or reverse the text is replaced, and the length is capped.
 */
export function printableIssuer(issuer: string): string {
  const printable = issuer.slice(0, MAX_LENGTH).replace(/[^\x21-\x7e]/g, '?');
  return issuer.length > MAX_LENGTH ? `${printable}...` : printable;
}
