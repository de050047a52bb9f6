import type { FhirResource } from 'fhir/r4.js';
import { freezeObjects } from '../request/deep-freeze.js';
import type { Token } from './condition.js';
import type { OrderOrigin } from './order-origin.js';
import type { ScreenedPicture } from './screened-picture.js';
import { tokensIn, withoutTokens } from './text-template.js';

/** An order a card offers, compiled: a resource whose texts may hold tokens. */
export interface OrderTemplate {
  readonly name: string;
  readonly facts: readonly string[];
  readonly description: (picture: ScreenedPicture) => string;
  readonly resource: (picture: ScreenedPicture, origin: OrderOrigin) => FhirResource;
}

type Filled<T> = (picture: ScreenedPicture) => T;
type Members = Record<string, unknown>;

/** Compiles every text of a resource; numbers and structure stay as written. */
export function compileOrderTemplate(
  name: string,
  definition: { readonly description: string; readonly resource: object },
  compile: (expression: string, member: 'description' | 'resource') => Token,
): OrderTemplate {
  const facts = new Set<string>();
  const remember =
    (member: 'description' | 'resource') =>
    (expression: string): Token => {
      const token = compile(expression, member);
      for (const fact of token.facts) facts.add(fact);
      return token;
    };
  const description = compileText(definition.description, remember('description'));
  const members = compileMembers(definition.resource, remember('resource'));
  const { resourceType } = definition.resource as FhirResource;
  const supporting = resourceType === 'ServiceRequest' ? 'supportingInfo' : 'supportingInformation';
  return {
    name,
    facts: [...facts],
    description,
    resource: (picture, origin) => completed(members(picture), supporting, origin),
  };
}

/** Accepting an order needs no typing: whose it is, in which encounter, who asks for it, when, and for which infusion. */
function completed(
  order: Members,
  supporting: string,
  { subject, encounter, requester, authoredOn, reason }: OrderOrigin,
): FhirResource {
  order.status = 'draft';
  order.subject = subject;
  if (encounter) order.encounter = encounter;
  order.authoredOn = authoredOn;
  if (requester) order.requester = requester;
  if (reason) order[supporting] = [reason];
  return order as unknown as FhirResource;
}

/** A value that holds a token. What holds none is the same in every offer, and is shared by all of them. */
function compileValue(value: unknown, compile: (expression: string) => Token): Filled<unknown> {
  if (typeof value === 'string') return compileText(value, compile);
  if (!Array.isArray(value)) return compileMembers(value as object, compile);
  const items = value.map((item) => compileItem(item, compile));
  return (picture) => items.flatMap((item) => item(picture));
}

/** An item that is one token becomes an item per value: an order for each of several days. */
function compileItem(item: unknown, compile: (expression: string) => Token): Filled<readonly unknown[]> {
  if (!holdsToken(item)) {
    freezeObjects(item);
    return () => [item];
  }
  const [only, ...others] = typeof item === 'string' ? tokensIn(item) : [];
  if (only !== undefined && others.length === 0 && withoutTokens(item as string).join('') === '') {
    return compile(only).readAll;
  }
  const filled = compileValue(item, compile);
  return (picture) => [filled(picture)];
}

function compileMembers(value: object, compile: (expression: string) => Token): Filled<Members> {
  const fixed: Members = {};
  const open: (readonly [key: string, member: Filled<unknown>])[] = [];
  for (const [key, member] of Object.entries(value)) {
    const isFixed = !holdsToken(member);
    fixed[key] = isFixed ? member : undefined;
    if (isFixed) freezeObjects(member);
    else open.push([key, compileValue(member, compile)]);
  }
  return (picture) => {
    const filled = { ...fixed };
    for (const [key, member] of open) filled[key] = member(picture);
    return filled;
  };
}

function holdsToken(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsToken);
}

function compileText(text: string, compile: (expression: string) => Token): Filled<string> {
  const tokens = tokensIn(text).map(compile);
  const parts = withoutTokens(text);
  return (picture) => parts.map((part, index) => part + (tokens[index]?.read(picture) ?? '')).join('');
}
