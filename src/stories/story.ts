import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle } from 'fhir/r4.js';
import { parse } from 'yaml';
import type { HookName } from '../request/hook-request.js';

/** What an EHR did with a prefetch key in this story, other than answering it. */
export type Mishap = 'not-sent' | 'operation-outcome' | 'html' | 'more-pages';

/** A patient a clinician would recognise: a record, the orders on the screen, and the day it is told on. */
export interface Story {
  readonly name: string;
  readonly title: string;
  /** The day of the story; its dates are relative to it, so that tests set the clock and never rot. */
  readonly today: string;
  readonly hooks: readonly HookName[];
  readonly mishaps: Readonly<Record<string, Mishap>>;
  readonly bundle: Bundle;
  readonly draftOrders?: Bundle;
  /** At order-select: `Type/id` of the orders just selected; without it all of them are. */
  readonly selections?: readonly string[];
  readonly narrative: string;
}

interface FrontMatter {
  readonly title: string;
  readonly today: string;
  readonly hooks: readonly HookName[];
  readonly mishaps?: Readonly<Record<string, Mishap>>;
  readonly selections?: readonly string[];
}

const FRONT_MATTER = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;

/** The stories of a folder, in the order of their names so that no file system decides anything. */
export function storyNames(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((name) => existsSync(join(directory, name, 'story.md')))
    .sort();
}

/** Reads `story.md` (title, day and hooks, then the story in words), `bundle.json` and `draft-orders.json`. */
export function readStory(directory: string, name: string): Story {
  const folder = join(directory, name);
  const match = FRONT_MATTER.exec(readFileSync(join(folder, 'story.md'), 'utf8'));
  if (!match)
    throw new Error(`${name}/story.md: it must begin with --- and the members title, today and hooks`);
  const front = parse(match[1] ?? '') as FrontMatter;
  const orders = join(folder, 'draft-orders.json');
  return {
    name,
    title: front.title,
    today: front.today,
    hooks: front.hooks,
    mishaps: front.mishaps ?? {},
    bundle: JSON.parse(readFileSync(join(folder, 'bundle.json'), 'utf8')),
    ...(existsSync(orders) && { draftOrders: JSON.parse(readFileSync(orders, 'utf8')) as Bundle }),
    ...(front.selections && { selections: front.selections }),
    narrative: (match[2] ?? '').trim(),
  };
}
