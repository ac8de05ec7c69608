// What a plan says after it was read and checked: plain data, defaults filled in, paths absolute, `${…}` not yet resolved.

export const driverNames = ['llm', 'command'] as const;
export type DriverName = (typeof driverNames)[number];

export const apiNames = ['openai', 'ollama', 'none'] as const;
/** How a service is spoken to; `none` is just up while others use it. */
export type ApiName = (typeof apiNames)[number];

export const priorities = ['P0', 'P1', 'P2', 'P3', 'P4'] as const;
export type Priority = (typeof priorities)[number];

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/** Where something stands in the plan file; both count from 1. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

export interface Plan {
  readonly name: string;
  readonly description: string | null;
  /** The version under test, for the history. */
  readonly version: string | null;
  readonly tags: readonly string[];
  readonly services: ReadonlyMap<string, ServiceTemplate>;
  readonly domains: readonly Domain[];
  readonly source: PlanSource;
}

export interface PlanSource {
  /** Absolute path. */
  readonly file: string;
  readonly directory: string;
  /** The file as it was read, `${…}` unresolved. */
  readonly text: string;
  readonly sha256: string;
}

interface ServiceBase {
  readonly name: string;
  /** Not installed: its loadouts are skipped with the reason instead of being an error. */
  readonly optional: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** Time between SIGTERM and SIGKILL. */
  readonly stopGraceMs: number;
  readonly readyTimeoutMs: number;
  readonly position: SourcePosition;
}

/** The models of the services that ship with Flightdeck. */
export const builtinModels = ['tiny-markov'] as const;

/** A model service that ships with Flightdeck; its model names the program. */
export interface BuiltinService extends ServiceBase {
  readonly adapter: 'builtin';
  readonly tokensPerSecond: number | null;
  readonly firstTokenMs: number | null;
  readonly seed: number | null;
}

/** Any program; `{port}`, `{host}` and `{model}` in `command` and `env` are filled in. */
export interface CommandService extends ServiceBase {
  readonly adapter: 'command';
  readonly command: readonly string[];
  readonly cwd: string;
  readonly port: number | 'auto';
  readonly ready: Readiness;
  readonly api: ApiName;
  readonly apiKey: string | null;
}

/** Already running: never spawned, never killed. */
export interface ExternalService extends ServiceBase {
  readonly adapter: 'external';
  readonly url: string;
  readonly api: ApiName;
  readonly apiKey: string | null;
}

export interface OllamaService extends ServiceBase {
  readonly adapter: 'ollama';
  /** The program and its arguments; `ollama serve` unless the plan says otherwise. */
  readonly command: readonly string[];
  readonly port: number | 'auto';
  /** What to do about an Ollama that is already running: ours runs on a port of its own beside it. */
  readonly existing: 'leave';
}

export type ServiceTemplate = BuiltinService | CommandService | ExternalService | OllamaService;

/** How one knows that a spawned service is ready. */
export type Readiness =
  | { readonly kind: 'http'; readonly path: string }
  | { readonly kind: 'tcp' }
  /** A line of the service's log that matches. */
  | { readonly kind: 'log'; readonly pattern: string };

export interface Domain {
  readonly name: string;
  readonly driver: DriverName;
  readonly loadouts: readonly Loadout[];
  readonly scenarios: readonly Scenario[];
  readonly position: SourcePosition;
}

/** The models that are up together for a stretch of the run. */
export interface Loadout {
  /** Stands in test ids; unique within its domain. */
  readonly label: string;
  readonly members: readonly LoadoutMember[];
  readonly position: SourcePosition;
}

export interface LoadoutMember {
  /** What it is for: `llm` under the llm driver; for command suites a free name. */
  readonly role: string;
  readonly service: string;
  /** Null where the service has no models (`api: none`). */
  readonly model: string | null;
  /** Sent with each request, for example temperature and seed. */
  readonly options: JsonObject;
}

interface ScenarioBase {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly group: string | null;
  readonly priority: Priority;
  readonly tags: readonly string[];
  /** Why it is not run; null = it is run. */
  readonly skip: string | null;
  /** Labels of the loadouts it runs on; null = all of its domain. */
  readonly loadouts: readonly string[] | null;
  /** Scenario ids of the same domain, in the same loadout. */
  readonly dependsOn: readonly string[];
  readonly timeoutMs: number;
  /** Further attempts after the first one failed. */
  readonly retries: number;
  readonly repeats: number;
  /** Warm-up requests before the first trial of its loadout; never measured. */
  readonly warmup: number;
  /** Checks on the last answer, or the last step, and on the trial's metrics. */
  readonly expect: readonly Check[];
  readonly position: SourcePosition;
}

export interface ChatScenario extends ScenarioBase {
  readonly driver: 'llm';
  readonly system: string | null;
  readonly turns: readonly ChatTurn[];
  readonly maxTokens: number;
  readonly options: JsonObject;
}

export interface ChatTurn {
  readonly user: string;
  readonly expect: readonly Check[];
}

export interface CommandScenario extends ScenarioBase {
  readonly driver: 'command';
  readonly steps: readonly CommandStep[];
}

export interface CommandStep {
  readonly name: string | null;
  /** A line for `/bin/sh -c`. */
  readonly run: string;
  /** Null = bounded by the scenario's timeout alone. */
  readonly timeoutMs: number | null;
  /** Absolute; the plan's directory unless the plan says otherwise. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly expect: readonly Check[];
}

export type Scenario = ChatScenario | CommandScenario;

interface CheckBase {
  /** What to look at: `answer`, `reasoning`, `stdout`, `stderr`, `file:PATH`; null = the driver's default. */
  readonly target: string | null;
  /** Said instead of the plain finding when it fails. */
  readonly message: string | null;
}

export type Check = CheckBase &
  (
    | { readonly kind: 'equals' | 'contains' | 'notContains'; readonly value: string }
    | { readonly kind: 'matches'; readonly pattern: string }
    | { readonly kind: 'exists'; readonly value: boolean }
    | { readonly kind: 'truthy'; readonly value: boolean }
    | { readonly kind: 'jsonSchema'; readonly schema: JsonObject }
    | { readonly kind: 'exitCode'; readonly value: number }
    | { readonly kind: 'metric'; readonly metric: string; readonly min: number | null; readonly max: number | null }
  );
