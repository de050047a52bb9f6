import type { CodeableConcept } from 'fhir/r4.js';
import type { RouteDefinition } from '../facts/drug-definition.js';
import { codingsOf, wordsOf } from '../fhir/codeable-concept.js';
import type { CodedResource } from './coded-resource.js';
import { dosagesOf } from './dosage.js';
import type { Terminology } from './terminology.js';

/** A route with its pattern compiled once. */
export interface Route {
  readonly name: string;
  readonly codes?: string;
  readonly text: RegExp;
}

/** `unstated`: nothing is said of the route. `other`: something is said that is none of our routes. */
export const UNNAMED_ROUTES = ['unstated', 'other'] as const;

/** A route of the deck by its name, or one of `UNNAMED_ROUTES`. */
export type RouteName = string;

/** Compiles the patterns of the routes. */
export function compileRoutes(definitions: Readonly<Record<string, RouteDefinition>>): readonly Route[] {
  return Object.entries(definitions).map(([name, { codes, text }]) => ({
    name,
    ...(codes !== undefined && { codes }),
    text: new RegExp(text, 'i'),
  }));
}

/** The route of an order: its route element, else what its instruction says, else, for an order in words, those words. */
export function routeOf(order: CodedResource, routes: readonly Route[], terminology: Terminology): RouteName {
  const { stated, instructions } = routesIn(order);
  const byElement = stated.map((route) => named(route, routes, terminology)).find(Boolean);
  if (byElement) return byElement;
  const words = [...instructions, ...(order.hasKnownCode ? [] : order.words)];
  const [first] = words.flatMap((word) => spokenIn(word, routes));
  if (first) return first;
  return stated.some((route) => codingsOf(route).length > 0 || route.text) ? 'other' : 'unstated';
}

/**
 * The one route an order states beyond doubt: by its element, else by an instruction that speaks of no
 * other ("920 mg SC, dexamethasone PO before" names two, and only one is this drug's).
 */
export function certainRoute(
  order: CodedResource,
  routes: readonly Route[],
  terminology: Terminology,
): string | undefined {
  const { stated, instructions } = routesIn(order);
  if (stated.length > 0) return stated.map((route) => named(route, routes, terminology)).find(Boolean);
  const spoken = new Set(instructions.flatMap((words) => spokenIn(words, routes)));
  return spoken.size === 1 ? [...spoken][0] : undefined;
}

function routesIn({ resource }: CodedResource): {
  readonly stated: readonly CodeableConcept[];
  readonly instructions: readonly string[];
} {
  const dosages = dosagesOf(resource);
  return {
    stated: dosages.flatMap(({ route }) => (typeof route === 'object' && route !== null ? [route] : [])),
    instructions: dosages.flatMap(({ text }) => (typeof text === 'string' ? [text] : [])),
  };
}

/** The routes a text speaks of, in its own order: the first is the drug's, a later one that of what goes before it. */
function spokenIn(text: string, routes: readonly Route[]): readonly string[] {
  return routes
    .map(({ name, text: pattern }) => ({ name, at: text.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ name }) => name);
}

function named(
  route: CodeableConcept,
  routes: readonly Route[],
  terminology: Terminology,
): string | undefined {
  const sets = terminology.setsIn(route);
  const byCode = routes.find(({ codes }) => codes !== undefined && sets.includes(codes));
  if (byCode) return byCode.name;
  // Codes of routes are often the abbreviations themselves ("IV", "PO").
  const codes = codingsOf(route).flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  return [...wordsOf(route), ...codes].flatMap((word) => spokenIn(word, routes))[0];
}
