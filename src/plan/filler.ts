// Fills the variables of one part of a plan in: each text that is used, field by field, so that what only names things
// stays as it is.
import { resolve } from 'node:path';
import type {
  Check,
  CommandStep,
  JsonObject,
  JsonValue,
  Loadout,
  Plan,
  Readiness,
  Scenario,
  ServiceTemplate,
} from '../domain/plan.ts';
import { patternProblem, urlProblem } from './patterns.ts';
import type { Environment } from './secrets.ts';
import type { Part, VariableFindings } from './variable-findings.ts';
import { substitute } from './variables.ts';

/** Fills in one part of a plan: a service, a loadout or a scenario. */
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

  service(service: ServiceTemplate): ServiceTemplate {
    const common = { env: this.#record(service.env) };
    switch (service.adapter) {
      case 'builtin':
        return { ...service, ...common };
      case 'command':
        return {
          ...service,
          ...common,
          command: service.command.map((word) => this.text(word)),
          cwd: this.#path(service.cwd),
          ready: this.#readiness(service.ready),
          apiKey: this.#apiKey(service.apiKey),
        };
      case 'external':
        return { ...service, ...common, url: this.#url(service.url), apiKey: this.#apiKey(service.apiKey) };
      case 'ollama':
        return { ...service, ...common, command: service.command.map((word) => this.text(word)) };
      default:
        return service satisfies never;
    }
  }

  loadout(loadout: Loadout): Loadout {
    const members = loadout.members.map((member) => ({
      ...member,
      model: this.#optional(member.model),
      options: this.#object(member.options),
    }));
    return { ...loadout, members };
  }

  scenario(scenario: Scenario): Scenario {
    const expect = this.#checks(scenario.expect);
    if (scenario.driver === 'command')
      return { ...scenario, expect, steps: scenario.steps.map((step) => this.#step(step)) };
    return {
      ...scenario,
      expect,
      system: this.#optional(scenario.system),
      options: this.#object(scenario.options),
      turns: scenario.turns.map((turn) => ({ user: this.text(turn.user), expect: this.#checks(turn.expect) })),
    };
  }

  #step(step: CommandStep): CommandStep {
    return {
      ...step,
      run: this.text(step.run),
      cwd: this.#path(step.cwd),
      env: this.#record(step.env),
      expect: this.#checks(step.expect),
    };
  }

  #checks(checks: readonly Check[]): readonly Check[] {
    return checks.map((check) => {
      const target = this.#optional(check.target);
      switch (check.kind) {
        case 'equals':
        case 'contains':
        case 'notContains':
          return { ...check, target, value: this.text(check.value) };
        case 'matches':
          return { ...check, target, pattern: this.#pattern(check.pattern) };
        case 'jsonSchema':
          return { ...check, target, schema: this.#object(check.schema) };
        default:
          return { ...check, target };
      }
    });
  }

  #readiness(ready: Readiness): Readiness {
    if (ready.kind === 'http') return { ...ready, path: this.text(ready.path) };
    return ready.kind === 'log' ? { ...ready, pattern: this.#pattern(ready.pattern) } : ready;
  }

  #path(path: string): string {
    return resolve(this.#directory, this.text(path));
  }

  /** What could not be judged before its variables had values is judged now. */
  #url(written: string): string {
    const url = this.text(written);
    if (url !== written) this.#findings.unfit(this.#part, written, url === '' ? 'is empty' : urlProblem(url));
    return url.replace(/\/+$/, '');
  }

  #pattern(written: string): string {
    const pattern = this.text(written);
    if (pattern !== written) this.#findings.unfit(this.#part, written, patternProblem(pattern));
    return pattern;
  }

  /** `${API_KEY:-}` with nothing set is no key. */
  #apiKey(written: string | null): string | null {
    const key = this.#optional(written);
    return key === '' ? null : key;
  }

  #optional(text: string | null): string | null {
    return text === null ? null : this.text(text);
  }

  #record(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, this.text(value)]));
  }

  #object(object: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, this.#json(value)]));
  }

  #json(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map((item) => this.#json(item));
    return this.#object(value);
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
