/** What a bearer token of the test server is good for. */
export interface Grant {
  /** SMART scopes, version 1 (`patient/Observation.read`) or 2 (`patient/Observation.rs`). */
  readonly scope: string;
  /** Milliseconds since 1970; a token without it does not expire. */
  readonly expiresAt?: number;
}

export type Interaction = 'read' | 'search';

/** The HTTP status a call with this Authorization header gets, 200 if the server lets it through. */
export function authorize(
  header: string | undefined,
  grants: Readonly<Record<string, Grant>>,
  now: number,
  resourceType: string,
  interaction: Interaction,
): 200 | 401 | 403 {
  const token = /^Bearer (.+)$/.exec(header ?? '')?.[1];
  const grant = token === undefined ? undefined : grants[token];
  if (grant === undefined || (grant.expiresAt ?? now) < now) return 401;
  return grant.scope.split(' ').some((scope) => permits(scope, resourceType, interaction)) ? 200 : 403;
}

function permits(scope: string, resourceType: string, interaction: Interaction): boolean {
  const [, type, rights = ''] =
    /^(?:patient|user|system)\/(\*|[A-Za-z]+)\.(\*|read|c?r?u?d?s?)(?:\?.*)?$/.exec(scope) ?? [];
  if (type !== '*' && type !== resourceType) return false;
  return rights === '*' || rights === 'read' || rights.includes(interaction === 'read' ? 'r' : 's');
}
