/** The part of a pino logger that trust needs. No token, and nothing of a request's body, is ever passed. */
export interface TrustLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}
