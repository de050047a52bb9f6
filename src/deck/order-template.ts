import type { FhirResource } from 'fhir/r4.js';
import type { HookRequest } from '../request/hook-request.js';
import type { Token } from './condition.js';
import type { ScreenedPicture } from './unchecked.js';

/** An order a card offers, compiled: a resource whose texts may hold tokens. */
export interface OrderTemplate {
  readonly name: string;
  readonly facts: readonly string[];
  readonly description: (picture: ScreenedPicture) => string;
  readonly resource: (picture: ScreenedPicture) => FhirResource;
}

export interface OrderContext {
  readonly request: Pick<HookRequest, 'hook' | 'context'>;
  /** The instant of the call, for `authoredOn`. */
  readonly authoredOn: string;
  /** `MedicationRequest/x` of the order that gave rise to this one. */
  readonly reason?: string;
}

const TOKEN = /\{\{(.*?)\}\}/g;

/** Compiles every text of a resource; numbers and structure stay as written. */
export function compileOrderTemplate(
  name: string,
  definition: { readonly description: string; readonly resource: unknown },
  compile: (expression: string) => Token,
): OrderTemplate {
  const facts = new Set<string>();
  const remember = (expression: string): Token => {
    const token = compile(expression);
    for (const fact of token.facts) facts.add(fact);
    return token;
  };
  const description = compileText(definition.description, remember);
  const resource = compileValue(definition.resource, remember);
  return {
    name,
    facts: [...facts],
    description,
    resource: (picture) => resource(picture) as FhirResource,
  };
}

/**
 * Completes an offered order from the context of the call, so that accepting it needs no typing:
 * whose it is, in which encounter, who asks for it, when, and for which infusion.
 */
export function completeOrder(
  resource: FhirResource,
  { request, authoredOn, reason }: OrderContext,
): FhirResource {
  const { patientId, userId, encounterId } = request.context;
  const isRequester = /^(Practitioner|PractitionerRole|Organization|Patient|RelatedPerson)\/[^/]+$/.test(
    userId,
  );
  const supporting = resource.resourceType === 'ServiceRequest' ? 'supportingInfo' : 'supportingInformation';
  return {
    ...resource,
    status: 'draft',
    subject: { reference: `Patient/${patientId}` },
    ...(encounterId && { encounter: { reference: `Encounter/${encounterId}` } }),
    authoredOn,
    ...(isRequester && { requester: { reference: userId } }),
    ...(reason && { [supporting]: [{ reference: reason }] }),
  } as FhirResource;
}

type Filled<T> = (picture: ScreenedPicture) => T;

/** What holds no token is the same in every offer, and is shared by all of them. */
function compileValue(value: unknown, compile: (expression: string) => Token): Filled<unknown> {
  if (!holdsToken(value)) return () => value;
  if (typeof value === 'string') return compileText(value, compile);
  if (Array.isArray(value)) {
    const items = value.map((item) => compileValue(item, compile));
    return (picture) => items.map((item) => item(picture));
  }
  const members = Object.entries(value as object).map(
    ([key, member]) => [key, compileValue(member, compile)] as const,
  );
  return (picture) => {
    const filled: Record<string, unknown> = {};
    for (const [key, member] of members) filled[key] = member(picture);
    return filled;
  };
}

function holdsToken(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsToken);
}

function compileText(text: string, compile: (expression: string) => Token): Filled<string> {
  if (!holdsToken(text)) return () => text;
  const tokens = [...text.matchAll(TOKEN)].map((match) => compile((match[1] ?? '').trim()));
  const parts = text.split(TOKEN).filter((_, index) => index % 2 === 0);
  return (picture) => parts.map((part, index) => part + (tokens[index]?.read(picture) ?? '')).join('');
}
