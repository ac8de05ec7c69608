// What a plan says after it was read and checked: plain data, defaults filled in, paths absolute, `${…}` not yet resolved.

export const driverNames = ['llm', 'vlm', 'stt', 'tts', 'sts', 'command'] as const;
export type DriverName = (typeof driverNames)[number];
/** What a model can do for a loadout; `sts` is made of three others. */
export type ModelRole = 'llm' | 'vlm' | 'stt' | 'tts';

export const apiNames = ['openai', 'ollama', 'none'] as const;
/** How a plan says that a service is spoken to; `none` is just up while others use it. */
export type ApiName = (typeof apiNames)[number];
/** `whisper` is that of whisper.cpp's server, which its adapter brings along. */
export type ServiceApi = ApiName | 'whisper';

export const priorities = ['P0', 'P1', 'P2', 'P3', 'P4'] as const;
export type Priority = (typeof priorities)[number];

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/** Where something stands in the plan file; both count from 1. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  /** Absolute; where it stands in another file that the plan names. */
  readonly file?: string;
}

export interface Plan {
  readonly name: string;
  readonly description: string | null;
  /** The version under test, for the history. */
  readonly version: string | null;
  readonly tags: readonly string[];
  readonly services: ReadonlyMap<string, ServiceTemplate>;
  /** Names of services that fit into the memory together; empty = each loadout gives its memory back before the next one. */
  readonly fitTogether: ReadonlySet<string>;
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
  /** How often it is started again within one loadout after it died or hung; 0 where somebody else runs it. */
  readonly restart: number;
  readonly position: SourcePosition;
}

/** The models of the services that ship with Flightdeck, and what each can do. */
export const builtinModels = {
  'tiny-markov': 'llm',
  'pixel-vlm': 'vlm',
  'modem-stt': 'stt',
  'modem-tts': 'tts',
} as const satisfies Readonly<Record<string, ModelRole>>;

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
  /** What to do about an Ollama that is already running: stop it first, or let ours run beside it. */
  readonly existing: 'stop' | 'leave';
  /** Whether a model that is not there is fetched. */
  readonly pull: boolean;
  /** `num_ctx` of every request where the loadout's options do not say otherwise; Ollama's own default depends on the machine. */
  readonly contextLength: number;
  /** Whether a model may be computed on the CPU, wholly or partly, although there is a GPU. */
  readonly allowCpu: boolean;
}

/** A model server with a command line and an API of its own; `{port}`, `{host}` and `{model}` are filled in. */
interface EngineService extends ServiceBase {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly port: number | 'auto';
  readonly apiKey: string | null;
}

export interface LlamaServerService extends EngineService {
  readonly adapter: 'llama-server';
}

export interface VllmService extends EngineService {
  readonly adapter: 'vllm';
}

export interface WhisperServerService extends EngineService {
  readonly adapter: 'whisper-server';
}

/** speaches, Kokoro-FastAPI and others that speak `/v1/audio/*`; the command has no default. */
export interface OpenaiAudioService extends EngineService {
  readonly adapter: 'openai-audio';
  /** A path that answers 200 once the server is up. */
  readonly readyPath: string;
}

export type ServiceTemplate =
  | BuiltinService
  | CommandService
  | ExternalService
  | OllamaService
  | LlamaServerService
  | VllmService
  | WhisperServerService
  | OpenaiAudioService;

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
  /** What it is for: a `ModelRole` under the drivers that ask models; for command suites a free name. */
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

/** Asks a model that answers in text; under `vlm` at least one turn shows an image. */
export interface ChatScenario extends ScenarioBase {
  readonly driver: 'llm' | 'vlm';
  readonly system: string | null;
  readonly turns: readonly ChatTurn[];
  readonly maxTokens: number;
  /** The engine is told to answer in JSON that keeps this schema, and the answer is held to it; null = free text. */
  readonly responseSchema: JsonObject | null;
  readonly options: JsonObject;
}

export interface ChatTurn {
  readonly user: string;
  /** Absolute paths of PNG, JPEG, WebP or GIF files, shown with this turn. */
  readonly images: readonly string[];
  readonly expect: readonly Check[];
}

/** Has a recording written down. */
export interface TranscriptionScenario extends ScenarioBase {
  readonly driver: 'stt';
  /** Absolute path. */
  readonly audio: string;
  /** As the engine takes it, usually an ISO-639-1 code; null = it is not sent. */
  readonly language: string | null;
  /** What is really said; null = not known, so that there is no WER. */
  readonly reference: string | null;
  readonly normaliser: NormaliserName;
  /** Sent with each request, for example `prompt` and `temperature`. */
  readonly options: JsonObject;
}

/** Has a text spoken; where the loadout has an `stt` member, the speech is written down again and compared with the text. */
export interface SpeechScenario extends ScenarioBase {
  readonly driver: 'tts';
  readonly text: string;
  readonly voice: string | null;
  readonly language: string | null;
  /** What the round trip is compared with: the text without what is not spoken; null = the text itself. */
  readonly reference: string | null;
  readonly normaliser: NormaliserName;
  /** Sent with each request, for example `speed`. */
  readonly options: JsonObject;
}

/** Speech in, speech out, through a chain of three models. */
export interface ConversationScenario extends ScenarioBase {
  readonly driver: 'sts';
  /** Absolute path of what is said. */
  readonly audio: string;
  readonly language: string | null;
  /** What is said in `audio`, for the WER of the first stage. */
  readonly reference: string | null;
  readonly normaliser: NormaliserName;
  readonly system: string | null;
  readonly voice: string | null;
  readonly maxTokens: number;
  /** Sent to the language model. */
  readonly options: JsonObject;
}

export const normaliserNames = ['english', 'basic', 'none'] as const;
/** How texts are made comparable before words are counted; `auto` takes the one that fits the language. */
export type NormaliserName = 'auto' | (typeof normaliserNames)[number];

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

export type Scenario = ChatScenario | TranscriptionScenario | SpeechScenario | ConversationScenario | CommandScenario;

interface CheckBase {
  /** What to look at: `answer`, `reasoning`, `transcript`, `stdout`, `stderr`, `file:PATH`; null = the driver's default. */
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
    /** Share of words, or characters, that differ from the scenario's reference. */
    | { readonly kind: 'wer' | 'cer'; readonly min: number | null; readonly max: number | null }
    | { readonly kind: 'metric'; readonly metric: string; readonly min: number | null; readonly max: number | null }
  );
