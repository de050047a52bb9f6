import { type ExpressionNode, memberChain, unwrapped } from '../fhir/expression-tree.js';
import { CHOICE_ELEMENTS } from './choice-elements.js';
import { type Collection, follow, NOTHING, negated, text, truth, truthOf } from './collection.js';

type Days = Readonly<Record<string, string>>;

/** Reads a collection from a resource, or from an item of it. */
export type CollectionReader = (focus: unknown, days: Days) => Collection;

/** Functions of our own over a collection, each with one text as its argument. */
export type RecordFunctions = ReadonlyMap<string, OwnFunction>;

type OwnFunction = (inputs: Collection, argument: string) => Collection;

/** Only with its argument written out: a name that is computed could not be checked at start. */
export function ownFunction(
  own: OwnFunction,
  argument: ExpressionNode | undefined,
  inputs: CollectionReader,
): CollectionReader | undefined {
  const literal = argument && unwrapped(argument);
  if (literal?.type !== 'StringLiteral') return undefined;
  const name = literal.text?.slice(1, -1) ?? '';
  return (focus, days) => own(inputs(focus, days), name);
}

/** A function of FHIRPath over what its input reads; `argument` reads its first argument, where it has one. */
export function standardFunction(
  name: string,
  args: readonly ExpressionNode[],
  inputs: CollectionReader,
  argument: CollectionReader | undefined,
): CollectionReader | undefined {
  switch (`${name}/${args.length}`) {
    case 'exists/0':
      return (focus, days) => truthOf(inputs(focus, days).length > 0);
    case 'empty/0':
      return (focus, days) => truthOf(inputs(focus, days).length === 0);
    case 'not/0':
      return (focus, days) => negated(truth(inputs(focus, days)));
    case 'first/0':
      return (focus, days) => inputs(focus, days).slice(0, 1);
    case 'toString/0':
      return (focus, days) => asCollection(text(inputs(focus, days)));
    case 'substring/2':
      return substring(args, inputs);
    case 'where/1':
      return (
        argument &&
        ((focus, days) => inputs(focus, days).filter((item) => truth(argument(item, days)) === true))
      );
    case 'select/1':
      return argument && ((focus, days) => inputs(focus, days).flatMap((item) => argument(item, days)));
    default:
      return undefined;
  }
}

function asCollection(value: string | undefined): Collection {
  return value === undefined ? NOTHING : [value];
}

function substring(args: readonly ExpressionNode[], inputs: CollectionReader): CollectionReader | undefined {
  const [start, length] = args.map((arg) => Number(unwrapped(arg).text));
  if (start !== 0 || length === undefined || Number.isNaN(length)) return undefined;
  return (focus, days) => asCollection(text(inputs(focus, days))?.slice(0, length));
}

/** `onset.ofType(dateTime)` is `onsetDateTime` in JSON. */
export function ofType(
  input: ExpressionNode,
  [type]: readonly ExpressionNode[],
): CollectionReader | undefined {
  const path = memberChain(input);
  const [name = ''] = (type && memberChain(type)) ?? [];
  const element = path?.at(-1) ?? '';
  const typed = `${element}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (!path || !CHOICE_ELEMENTS.get(element)?.includes(typed)) return undefined;
  const whole = [...path.slice(0, -1), typed];
  return (focus) => follow(focus, whole);
}
