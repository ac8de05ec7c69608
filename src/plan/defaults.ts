// What holds where a scenario says nothing: the settings of its domain, of its plan, and our own.

export interface Defaults {
  readonly timeoutMs: number;
  readonly retries: number;
  readonly repeats: number;
  readonly warmup: number;
  readonly maxTokens: number;
  readonly language: string | null;
  readonly voice: string | null;
}

export const builtinDefaults: Defaults = {
  timeoutMs: 60_000,
  retries: 0,
  repeats: 1,
  warmup: 1,
  maxTokens: 512,
  language: null,
  voice: null,
};

export interface DefaultsInput {
  readonly timeout?: number | undefined;
  readonly retries?: number | undefined;
  readonly repeats?: number | undefined;
  readonly warmup?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly language?: string | undefined;
  readonly voice?: string | undefined;
}

/** The nearer setting wins. */
export function nearer(input: DefaultsInput | undefined, outer: Defaults): Defaults {
  return {
    timeoutMs: input?.timeout ?? outer.timeoutMs,
    retries: input?.retries ?? outer.retries,
    repeats: input?.repeats ?? outer.repeats,
    warmup: input?.warmup ?? outer.warmup,
    maxTokens: input?.maxTokens ?? outer.maxTokens,
    language: input?.language ?? outer.language,
    voice: input?.voice ?? outer.voice,
  };
}

/** The part that every scenario has. */
export function trialSettings({ timeoutMs, retries, repeats, warmup }: Defaults) {
  return { timeoutMs, retries, repeats, warmup };
}
