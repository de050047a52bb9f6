import type { OrderTemplateDefinition } from './card-definition.js';
import type { DeckDocuments } from './deck-documents.js';
import type { ExpressionCompiler } from './expression-compiler.js';
import { checkOrderElements } from './order-elements.js';
import { compileOrderTemplate, type OrderTemplate } from './order-template.js';
import { BROKEN_TOKEN, hasStrayBraces } from './text-template.js';

/**
 * Checks and compiles the orders that cards offer. A site's own order stands in the site file, and so does
 * what is wrong with it.
 */
export function offeredOrders(
  { orders, site }: DeckDocuments,
  adapted: ReadonlyMap<string, OrderTemplateDefinition>,
  expressions: ExpressionCompiler,
): ReadonlyMap<string, OrderTemplate> {
  return new Map(
    orders.map((document) => {
      const name = orderName(document.path);
      const content = adapted.get(name) ?? document.content;
      const own = site?.content.orders?.[name];
      const faultIn =
        (member: 'description' | 'resource') =>
        (path: readonly (string | number)[], problem: string): void => {
          if (site && own?.[member] !== undefined) site.fault(['orders', name, member, ...path], problem);
          else document.fault([member, ...path], problem);
        };
      for (const member of ['description', 'resource'] as const) {
        if (hasStrayBraces(textsOf(content[member]))) faultIn(member)([], BROKEN_TOKEN);
      }
      checkOrderElements(content.resource, faultIn('resource'));
      const template = compileOrderTemplate(name, content, (text, member) =>
        expressions.token(text, (problem) => faultIn(member)([], problem)),
      );
      return [name, template];
    }),
  );
}

/** An order is called by its file. */
export function orderName(path: string): string {
  return path.replace(/^orders\//, '').replace(/\.ya?ml$/, '');
}

/** Every text of an order, one a line. */
function textsOf(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`;
  return typeof value === 'object' && value !== null ? Object.values(value).map(textsOf).join('') : '';
}
