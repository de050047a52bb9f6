/** True for the URL of a PostgreSQL database. Whoever refuses one does not repeat it: it may hold a password. */
export function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}
