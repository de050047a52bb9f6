import type { CodeableConcept, Dosage } from 'fhir/r4.js';
import type { RouteDefinition } from '../deck/fact-definitions.js';
import type { CodedResource } from './coded-resource.js';
import { codingsOf, type Terminology, wordsOf } from './terminology.js';

/** A route with its pattern compiled once. */
export interface Route {
  readonly name: string;
  readonly codes?: string;
  readonly text: RegExp;
}

/** `unstated`: nothing is said of the route. `other`: something is said that is none of our routes. */
export type RouteName = string | 'unstated' | 'other';

export function compileRoutes(definitions: Readonly<Record<string, RouteDefinition>>): readonly Route[] {
  return Object.entries(definitions).map(([name, { codes, text }]) => ({
    name,
    ...(codes !== undefined && { codes }),
    text: new RegExp(text, 'i'),
  }));
}

/** The route of an order: its route element, else what its instruction says, else, for an order in words, those words. */
export function routeOf(order: CodedResource, routes: readonly Route[], terminology: Terminology): RouteName {
  const { resource } = order;
  if (resource.resourceType !== 'MedicationRequest') return 'unstated';
  const instructions: readonly Dosage[] = resource.dosageInstruction ?? [];
  const stated = instructions.flatMap((dosage) => dosage.route ?? []);
  const byElement = stated.map((route) => named(route, routes, terminology)).find(Boolean);
  if (byElement) return byElement;
  const words = [...instructions.flatMap((d) => d.text ?? []), ...(order.hasKnownCode ? [] : order.words)];
  const byText = routes.find(({ text }) => words.some((word) => text.test(word)));
  if (byText) return byText.name;
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
  const { resource } = order;
  if (resource.resourceType !== 'MedicationRequest') return undefined;
  const instructions: readonly Dosage[] = resource.dosageInstruction ?? [];
  const stated = instructions.flatMap((dosage) => dosage.route ?? []);
  if (stated.length > 0) return stated.map((route) => named(route, routes, terminology)).find(Boolean);
  const words = instructions.flatMap(({ text }) => text ?? []);
  const spoken = routes.filter(({ text }) => words.some((word) => text.test(word)));
  return spoken.length === 1 ? spoken[0]?.name : undefined;
}

function named(
  route: CodeableConcept,
  routes: readonly Route[],
  terminology: Terminology,
): string | undefined {
  const byCode = routes.find(({ codes }) => codes !== undefined && terminology.has(codes, route));
  return (byCode ?? routes.find(({ text }) => wordsOf(route).some((word) => text.test(word))))?.name;
}
