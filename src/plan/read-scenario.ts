// One scenario of a domain, with the settings that it does not give filled in from its domain and plan.
import type { ChatScenario, CommandScenario, SourcePosition } from '../domain/plan.ts';
import { checksOf } from './read-checks.ts';
import { absolute } from './read-service.ts';
import type { Reader } from './reader.ts';
import { type ChatScenarioInput, type CommandScenarioInput, chatScenario, commandScenario } from './schema/scenario.ts';
import type { Path } from './yaml-source.ts';

/** What holds where nothing is said. */
export interface Defaults {
  readonly timeoutMs: number;
  readonly retries: number;
  readonly repeats: number;
  readonly warmup: number;
  readonly maxTokens: number;
}

export const builtinDefaults: Defaults = { timeoutMs: 60_000, retries: 0, repeats: 1, warmup: 1, maxTokens: 512 };

interface DefaultsInput {
  readonly timeout?: number | undefined;
  readonly retries?: number | undefined;
  readonly repeats?: number | undefined;
  readonly warmup?: number | undefined;
  readonly maxTokens?: number | undefined;
}

/** The nearer setting wins. */
export function nearer(input: DefaultsInput | undefined, outer: Defaults): Defaults {
  return {
    timeoutMs: input?.timeout ?? outer.timeoutMs,
    retries: input?.retries ?? outer.retries,
    repeats: input?.repeats ?? outer.repeats,
    warmup: input?.warmup ?? outer.warmup,
    maxTokens: input?.maxTokens ?? outer.maxTokens,
  };
}

/** Surroundings of the steps of a command domain. */
export interface StepContext {
  readonly directory: string;
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

export function readChatScenario(reader: Reader, defaults: Defaults, value: unknown, path: Path): ChatScenario | null {
  const input = reader.read(chatScenario, value, path);
  if (input === null) return null;
  const { maxTokens, ...trial } = nearer(input, defaults);
  const turns = (input.turns ?? []).map((turn) => ({
    user: turn.user,
    expect: checksOf(turn.expect),
  }));
  return {
    ...common(input, reader.position(path)),
    ...trial,
    driver: 'llm',
    maxTokens,
    system: input.system ?? null,
    options: input.options ?? {},
    turns: input.prompt === undefined ? turns : [{ user: input.prompt, expect: [] }],
    expect: checksOf(input.expect),
  };
}

export function readCommandScenario(
  reader: Reader,
  { defaults, context }: { readonly defaults: Defaults; readonly context: StepContext },
  value: unknown,
  path: Path,
): CommandScenario | null {
  const input = reader.read(commandScenario, value, path);
  if (input === null) return null;
  const { timeoutMs, retries, repeats } = nearer(input, defaults);
  return {
    ...common(input, reader.position(path)),
    driver: 'command',
    timeoutMs,
    retries,
    repeats,
    // A command has nothing to warm up.
    warmup: 0,
    steps: input.steps.map((step) => ({
      name: step.name ?? null,
      run: step.run,
      timeoutMs: step.timeout ?? null,
      cwd: absolute(context.directory, step.cwd ?? input.cwd ?? context.cwd),
      env: { ...context.env, ...input.env, ...step.env },
      expect: checksOf(step.expect),
    })),
    expect: checksOf(input.expect),
  };
}

function common(input: ChatScenarioInput | CommandScenarioInput, position: SourcePosition) {
  return {
    id: input.id,
    name: input.name ?? input.id,
    description: input.description ?? null,
    group: input.group ?? null,
    priority: input.priority ?? ('P2' as const),
    tags: input.tags ?? [],
    skip: input.skip ?? null,
    loadouts: input.loadouts ?? null,
    dependsOn: input.dependsOn ?? [],
    position,
  };
}
