import { isMap, isNode, LineCounter, parseDocument } from 'yaml';

/** One thing wrong with a configuration file, and where. */
export interface FileProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Known from the parser when the text is not YAML at all. */
  readonly line?: number;
}

/** A YAML text, what it says, and where it says it. */
export interface YamlFile {
  readonly content: unknown;
  readonly syntaxProblems: readonly FileProblem[];
  /** The line of a member (its key), or of the nearest thing around it that exists. */
  lineOf(path: readonly (string | number)[]): number;
}

/** Parses YAML (or JSON, which is YAML) and remembers the lines. */
export function openYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntaxProblems = [...document.errors, ...document.warnings].map(
    ({ message, pos }): FileProblem => ({ path: [], message, line: lines.linePos(pos[0]).line }),
  );
  let content: unknown;
  try {
    content = document.toJS();
  } catch (error) {
    // An alias without its anchor, or so many of them that expanding is refused.
    syntaxProblems.push({
      path: [],
      message: error instanceof Error ? error.message : 'not readable',
      line: 1,
    });
  }

  const lineOf = (path: readonly (string | number)[]): number => {
    const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
    const member = path.at(-1);
    const key =
      isMap(parent) && parent.items.find((pair) => isNode(pair.key) && pair.key.toJSON() === member)?.key;
    const node = key || (path.length > 0 ? document.getIn(path, true) : document.contents);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    return path.length > 0 ? lineOf(path.slice(0, -1)) : 1;
  };
  return { content, syntaxProblems, lineOf };
}

/** In the order of the file, as `ehrs.yaml:12: ehrs[0].issuer: …`, which editors and terminals make clickable. */
export function describeProblems(
  file: string,
  yaml: YamlFile,
  problems: readonly FileProblem[],
): readonly string[] {
  return problems
    .map((problem) => ({ ...problem, line: problem.line ?? yaml.lineOf(problem.path) }))
    .sort((a, b) => a.line - b.line)
    .map(({ line, path, message }) => `${file}:${line}: ${placeOf(path)}${message}`);
}

function placeOf(path: readonly (string | number)[]): string {
  if (path.length === 0) return '';
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
  return `${steps.join('').replace(/^\./, '')}: `;
}
