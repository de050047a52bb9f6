/** A command that cannot be carried out as written; the message says what to change. */
export class InputError extends Error {}
