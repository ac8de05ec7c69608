// Fills the variables of one part of a plan in, text by text, so that what only names things stays as it is.
import { dirname, resolve } from 'node:path';
import type { JsonObject, JsonValue, Plan, Scenario } from '../domain/plan.ts';
import { NamedFiles } from './files.ts';
import { patternProblem, urlProblem } from './patterns.ts';
import type { Environment } from './secrets.ts';
import type { Part, VariableFindings } from './variable-findings.ts';
import { hasVariable, substitute } from './variables.ts';

/** For one part of a plan: a service, a loadout or a scenario. */
export class Filler {
  readonly #directory: string;
  readonly #part: Part;
  readonly #env: Environment;
  readonly #findings: VariableFindings;

  constructor(plan: Plan, part: Part, env: Environment, findings: VariableFindings) {
    this.#directory = plan.source.directory;
    this.#part = part;
    this.#env = env;
    this.#findings = findings;
  }

  text(text: string): string {
    return substitute(text, this.#env, (name) => this.#findings.unset(this.#part, name));
  }

  texts(texts: readonly string[]): readonly string[] {
    return texts.map((text) => this.text(text));
  }

  optional(text: string | null): string | null {
    return text === null ? null : this.text(text);
  }

  record(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, this.text(value)]));
  }

  object(object: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, this.#json(value)]));
  }

  path(path: string): string {
    return resolve(this.#directory, this.text(path));
  }

  /** Begins in the folder of the file in which the scenario stands. A file without variables in its path was looked at before. */
  media(written: string, { position }: Scenario): string {
    const filled = this.text(written);
    const file = resolve(position.file === undefined ? this.#directory : dirname(position.file), filled);
    if (hasVariable(written)) this.#findings.unfit(this.#part, written, new NamedFiles().fault(file, filled));
    return file;
  }

  /** What could not be judged before its variables had values is judged now. */
  url(written: string): string {
    const url = this.text(written);
    if (url !== written) this.#findings.unfit(this.#part, written, url === '' ? 'is empty' : urlProblem(url));
    return url.replace(/\/+$/, '');
  }

  pattern(written: string): string {
    const pattern = this.text(written);
    if (pattern !== written) this.#findings.unfit(this.#part, written, patternProblem(pattern));
    return pattern;
  }

  /** `${API_KEY:-}` with nothing set is no key. */
  apiKey(written: string | null): string | null {
    const key = this.optional(written);
    return key === '' ? null : key;
  }

  #json(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map((item) => this.#json(item));
    return this.object(value);
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
