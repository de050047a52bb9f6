/** What this layer needs of a pino logger: one JSON object a line, nothing that identifies a patient. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
