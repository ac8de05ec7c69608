// What is quoted of a plan, without the secrets that stand in it. In its lines dots take their columns; in sentences they are
// replaced. Works on a plan that cannot be read, too: that is what most quotes are about.
import { type Document, isNode, isScalar, type Node, parseDocument, type Scalar, visit } from 'yaml';
import { createRedactor, redacted } from '../domain/redaction.ts';
import { secretFinder, shortestSecret } from '../domain/secret-finder.ts';
import type { Place } from '../domain/views.ts';
import { isSecretName, secretPlaces } from './secret-places.ts';
import { keyText } from './yaml-values.ts';

export interface Concealment {
  /** The plan with dots for secrets that are values of its keys; as long as it was. */
  readonly plan: string;
  /** A line of the plan, or of a file that it names, with dots for all others. */
  line(line: string): string;
  sentence(text: string): string;
}

/** `known` are further secrets, for example of the environment. */
export function concealmentOf(plan: string, known: readonly string[] = []): Concealment {
  const { places, values } = valuesOfSecretKeys(plan);
  const written = places.flatMap(({ start, end }) => linesOf(plan.slice(start, end)));
  const secrets = [...known, ...values, ...written];
  const redactor = createRedactor(secrets);
  const placesIn = secretFinder(secrets);
  return {
    plan: replaced(plan, places, dots),
    line: (line) => {
      const shown = replaced(line, placesIn(line), dots);
      return replaced(shown, secretPlaces(shown), dots);
    },
    sentence: (text) => {
      const shown = redactor.text(text);
      return replaced(shown, secretPlaces(shown), () => redacted);
    },
  };
}

function dots(secret: string): string {
  return secret.replace(/\S/g, '•');
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.trim());
}

function replaced(text: string, places: readonly Place[], replace: (secret: string) => string): string {
  let result = '';
  let from = 0;
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start)) {
    if (end <= from) continue;
    result += text.slice(from, start) + replace(text.slice(Math.max(from, start), end));
    from = end;
  }
  return result + text.slice(from);
}

interface SecretValues {
  readonly places: readonly Place[];
  /** What YAML reads there: sentences quote that, and not how it is written. */
  readonly values: readonly string[];
}

const nothing: SecretValues = { places: [], values: [] };

/** Wherever it stands below its key: in the next line, in a list, as a block, behind an alias. */
function valuesOfSecretKeys(plan: string): SecretValues {
  // Reading takes its time, and most plans hold none.
  if (!/(key|token|secret|pass|credential|auth|pwd)[\w-]{0,60}["']?\s{0,8}:/i.test(plan)) return nothing;
  try {
    return valuesIn(parseDocument(plan, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' }), plan);
  } catch (error) {
    if (error instanceof RangeError) return nothing; // nested without end
    throw error;
  }
}

function valuesIn(document: Document, plan: string): SecretValues {
  const found: Scalar[] = [];
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isNode(value) || !isSecretName(keyText(key) ?? '')) return undefined;
      found.push(...scalarsIn(value, document));
      return visit.SKIP;
    },
  });
  return {
    places: found.flatMap((scalar) => literalsOf(scalar, plan)),
    values: found.flatMap(({ value }) => (typeof value === 'string' ? value.split(/\$\{\w+(?::-[^}]*)?\}/) : [])),
  };
}

function scalarsIn(node: Node, document: Document): readonly Scalar[] {
  const found: Scalar[] = [];
  visit(node, {
    Scalar: (_, scalar) => void found.push(scalar),
    Alias: (_, alias) => {
      const target = alias.resolve(document);
      if (isScalar(target)) found.push(target);
    },
  });
  return found;
}

const variable = /\$\{\w+(?::-([^}]*))?\}/dg;

/** All of it, but for the variables in it, which are no secrets; their defaults are. */
function literalsOf(scalar: Scalar, plan: string): readonly Place[] {
  const [begin, end] = scalar.range ?? [0, 0];
  const isQuoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE';
  const [start, stop] = isQuoted ? [begin + 1, Math.max(begin + 1, end - 1)] : [begin, end];
  const places: Place[] = [];
  let from = start;
  for (const { index, 0: written, indices } of plan.slice(start, stop).matchAll(variable)) {
    places.push({ start: from, end: start + index });
    const [first, last] = indices?.[1] ?? [0, 0];
    places.push({ start: start + first, end: start + last });
    from = start + index + written.length;
  }
  places.push({ start: from, end: stop });
  return places.filter((place) => plan.slice(place.start, place.end).trim().length >= shortestSecret);
}
