// A plan's text as YAML: its plain value, and for each path in it the range of the file where it stands. Never throws,
// whatever the text is.
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLParseError,
} from 'yaml';
import type { Place, PlanProblem } from './problems.ts';
import { syntaxProblem } from './syntax-messages.ts';
import { keyText, YamlValues } from './yaml-values.ts';

export type Path = readonly (string | number)[];

export interface YamlSource {
  /** Objects without prototype, arrays, strings and `Written`. */
  readonly value: unknown;
  /** Keys of the mapping at `path`, in the order of the file; empty where there is none. */
  keys(path: Path): readonly string[];
  /** Where the value at `path` begins, or its key; the nearest enclosing place where there is no such value. */
  place(path: Path, at: 'key' | 'value'): Place;
  /** Visits each text in the value at `path`, with its path. */
  texts(path: Path): readonly { readonly path: Path; readonly text: string }[];
}

/** Reading takes about a second for each MiB of short entries. */
export const largestMiB = 4;
const largestText = largestMiB * 1024 * 1024;
export const largestHint =
  'write the scenarios as rows of a .jsonl or .csv file, which is read faster, and name it with "scenariosFrom"';
const syntaxProblemsRead = 100;
const syntaxProblemsShown = 5;

/** `subject` is what the sentences call the text. */
export function readYaml(
  text: string,
  subject = 'the plan',
): { source: YamlSource | null; problems: readonly PlanProblem[] } {
  if (text.length > largestText) return refused(`${subject} is larger than ${largestMiB} MiB`, largestHint);
  const lines = new LineCounter();
  const placeAt = (start: number, end: number) => placeIn(text, lines, start, end);
  const document = compose(text, lines);
  if (document === null) return refused(`${subject} is nested too deeply`);
  if (document.errors.length > 0) {
    const problems = document.errors
      .slice(0, syntaxProblemsRead)
      .map((error) => syntaxProblem(error, text, placeAt(...placeOf(error, document))));
    return { source: null, problems: firstOfEachLine(problems).slice(0, syntaxProblemsShown) };
  }
  if (document.contents === null) {
    return refused(`${subject} is empty`, subject === 'the plan' ? 'start with one of the examples in plans/' : null);
  }
  const values = new YamlValues(placeAt, subject);
  const value = values.convert(document.contents);
  return { source: new DocumentSource(document.contents, value, values, placeAt), problems: values.problems };
}

/** The composer recurses with the nesting of the text, so a hostile one exhausts the stack. */
function compose(text: string, lines: LineCounter) {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What follows a slip in its line is mostly its consequence. */
function firstOfEachLine(problems: readonly PlanProblem[]): readonly PlanProblem[] {
  return problems.filter(
    (problem, index) => problems.findIndex((other) => other.position?.line === problem.position?.line) === index,
  );
}

/** The parser finds a quote that is not closed at the end of the text; the reader wants to see where it begins. */
function placeOf(error: YAMLParseError, document: Document): readonly [number, number] {
  if (error.code !== 'MISSING_CHAR' || !error.message.includes('closing')) return error.pos;
  let found = error.pos;
  visit(document, {
    Scalar: (_, node) => {
      const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
      if (quoted && node.range && node.range[0] < found[0]) found = [node.range[0], node.range[0] + 1];
    },
  });
  return found;
}

function refused(message: string, hint: string | null = null) {
  return { source: null, problems: [{ message, hint, position: null, length: 0 }] };
}

/** The part of a range on its first line, at least one character. */
function placeIn(text: string, lines: LineCounter, start: number, end: number): Place {
  const { line, col } = lines.linePos(start);
  const lineEnd = text.slice(start, end).search(/[\r\n]/);
  const length = lineEnd === -1 ? end - start : lineEnd;
  return { position: { line: Math.max(1, line), column: Math.max(1, col) }, length: Math.max(1, length) };
}

class DocumentSource implements YamlSource {
  readonly value: unknown;
  readonly #root: ParsedNode;
  readonly #values: YamlValues;
  readonly #placeAt: (start: number, end: number) => Place;

  constructor(root: ParsedNode, value: unknown, values: YamlValues, placeAt: (start: number, end: number) => Place) {
    this.#root = root;
    this.value = value;
    this.#values = values;
    this.#placeAt = placeAt;
  }

  keys(path: Path): readonly string[] {
    const { node, missing } = this.#find(path);
    if (missing || !isMap(node)) return [];
    return node.items.map((pair) => keyText(pair.key)).filter((key) => key !== null);
  }

  place(path: Path, at: 'key' | 'value'): Place {
    const found = this.#find(path);
    const useKey = found.key !== null && (at === 'key' || found.missing || isEmpty(found.node));
    const node = useKey ? found.key : firstOf(found.node);
    const [start, end] = node?.range ?? [0, 0];
    return this.#placeAt(start, end);
  }

  texts(path: Path): readonly { readonly path: Path; readonly text: string }[] {
    const { node, missing } = this.#find(path);
    return missing ? [] : [...this.#textsOf(node, path)];
  }

  *#textsOf(node: Node | null, path: Path): Generator<{ path: Path; text: string }> {
    if (node === null) return;
    if (isAlias(node)) yield* this.#textsOf(this.#values.target(node), path);
    else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) yield* this.#textsOf(nodeOf(item), [...path, index]);
    } else if (isMap(node)) {
      for (const pair of node.items) yield* this.#textsOf(nodeOf(pair.value), [...path, keyText(pair.key) ?? '']);
    } else if ('value' in node && typeof node.value === 'string') yield { path, text: node.value };
  }

  /** The deepest node on the way to `path`, with the key that leads to it. */
  #find(path: Path): { node: Node | null; key: Node | null; missing: boolean } {
    let node: Node | null = this.#root;
    let key: Node | null = null;
    for (const step of path) {
      if (isAlias(node)) node = this.#values.target(node);
      if (isMap(node)) {
        const pair = node.items.findLast((item) => keyText(item.key) === step);
        if (pair === undefined) return { node, key, missing: true };
        key = nodeOf(pair.key);
        node = nodeOf(pair.value);
      } else if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
        key = null;
        node = nodeOf(node.items[step]);
      } else return { node, key, missing: true };
    }
    return { node: isAlias(node) ? this.#values.target(node) : node, key, missing: false };
  }
}

function nodeOf(value: unknown): Node | null {
  return isNode(value) ? value : null;
}

function isEmpty(node: Node | null): boolean {
  const [start, end] = node?.range ?? [0, 0];
  return start === end;
}

/** A block mapping is pointed at by its first key, because its range covers many lines. */
function firstOf(node: Node | null): Node | null {
  return isMap(node) && node.flow !== true ? nodeOf(node.items[0]?.key) : node;
}
