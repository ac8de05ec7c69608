// YAML nodes → plain values. Refuses what makes a plan mean something else than it shows: keys that stand twice, tags,
// aliases that multiply, `__proto__`. All objects come without a prototype.
import { type Alias, isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node, Scalar, type YAMLMap } from 'yaml';
import type { Place, PlanProblem } from './problems.ts';
import { Written } from './written.ts';

const deepest = 100;
const mostAliasedNodes = 10_000;
const knownTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`),
);

/** What a key says; null for a key that is no scalar. */
export function keyText(key: unknown): string | null {
  if (key === null) return '';
  if (!isScalar(key)) return null;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

export class YamlValues {
  readonly problems: PlanProblem[] = [];
  readonly #placeAt: (start: number, end: number) => Place;
  readonly #subject: string;
  readonly #anchors = new Map<string, Node>();
  readonly #targets = new Map<Alias, Node>();
  /** Nodes that are being converted, to find those that contain themselves. */
  readonly #open = new Set<Node>();
  #aliasDepth = 0;
  #aliasedNodes = 0;

  constructor(placeAt: (start: number, end: number) => Place, subject: string) {
    this.#placeAt = placeAt;
    this.#subject = subject;
  }

  /** The node that an alias stands for; null where it could not be used. */
  target(alias: Alias): Node | null {
    return this.#targets.get(alias) ?? null;
  }

  convert(value: unknown): unknown {
    if (!isNode(value)) return new Written('', null);
    if (this.#open.size > deepest) return this.#refuse(value, 'is nested too deeply');
    if (isAlias(value)) return this.#alias(value);
    if (this.#aliasDepth > 0) this.#aliasedNodes += 1;
    if (value.anchor !== undefined) this.#anchors.set(value.anchor, value);
    if (value.tag !== undefined && !knownTags.has(value.tag)) {
      this.#refuse(value, `has the tag ${value.tag}, but tags mean nothing here`);
    }
    this.#open.add(value);
    const converted = this.#content(value);
    this.#open.delete(value);
    return converted;
  }

  #content(node: Node): unknown {
    if (isScalar(node)) return scalarValue(node);
    if (isMap(node)) return this.#mapping(node);
    if (isSeq(node)) return node.items.map((item) => this.convert(isPair(item) ? null : item));
    return new Written('', null);
  }

  #mapping(node: YAMLMap): unknown {
    const result: Record<string, unknown> = Object.create(null);
    for (const pair of node.items) {
      const key = keyText(pair.key);
      if (key === null)
        this.#refuse(isNode(pair.key) ? pair.key : node, 'is not a key: keys are single words or texts');
      else if (key === '__proto__') this.#refuse(isNode(pair.key) ? pair.key : node, 'is not allowed as a key');
      else {
        if (key in result) this.#refuse(isNode(pair.key) ? pair.key : node, 'stands twice in the same mapping');
        result[key] = this.convert(pair.value);
      }
    }
    return result;
  }

  #alias(alias: Alias): unknown {
    const node = this.#anchors.get(alias.source);
    if (node === undefined) return this.#refuse(alias, 'is an alias of an anchor that is not defined before it');
    if (this.#open.has(node)) return this.#refuse(alias, 'is an alias of something that contains it');
    if (this.#aliasedNodes > mostAliasedNodes) return new Written('', null);
    this.#targets.set(alias, node);
    this.#aliasDepth += 1;
    const value = this.convert(node);
    this.#aliasDepth -= 1;
    if (this.#aliasDepth === 0 && this.#aliasedNodes > mostAliasedNodes) {
      return this.#refuse(alias, `makes ${this.#subject} grow to more than ${mostAliasedNodes} repeated values`);
    }
    return value;
  }

  #refuse(node: Node, what: string): unknown {
    const [start, end] = node.range ?? [0, 0];
    const { position, length } = this.#placeAt(start, end);
    const subject = isAlias(node) ? `*${node.source}` : (keyText(node) ?? 'this');
    this.problems.push({
      message: `${subject === 'this' ? subject : `"${subject}"`} ${what}`,
      hint: null,
      position,
      length,
    });
    return new Written('', null);
  }
}

function scalarValue(node: Scalar): unknown {
  const { value, source } = node;
  if (typeof value === 'string') return value;
  const plain = node.type === undefined || node.type === Scalar.PLAIN;
  if (typeof value === 'number' || typeof value === 'boolean') return new Written(source ?? String(value), value);
  return new Written(plain ? (source ?? '') : '', null);
}
