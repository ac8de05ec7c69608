// Model servers with an adapter of their own: their usual command lines, and how long they may take.
import type { LlamaServerService, OpenaiAudioService, VllmService, WhisperServerService } from '../domain/plan.ts';
import type { Reader } from './reader.ts';
import { defaultCommands, type EngineInput } from './schema/engine.ts';
import { serviceSchemas } from './schema/service.ts';
import { absolute, base, checkPort, type ServicePlace } from './service-base.ts';

/** A load reads gigabytes from the disk; vLLM compiles as well, and takes its time to end its workers. */
const limits = {
  'llama-server': { readyMs: 300_000, graceMs: 10_000 },
  vllm: { readyMs: 800_000, graceMs: 20_000 },
  'whisper-server': { readyMs: 120_000, graceMs: 10_000 },
};
const audioReadyMs = 180_000;

type Engine = LlamaServerService | VllmService | WhisperServerService;

export function readEngine(
  reader: Reader,
  adapter: Engine['adapter'],
  place: ServicePlace,
  value: unknown,
): Engine | null {
  const input: EngineInput | null = reader.read(serviceSchemas[adapter], value, place.path);
  if (input === null) return null;
  const command = input.command ?? [...defaultCommands[adapter], ...(input.args ?? [])];
  const { readyMs, graceMs } = limits[adapter];
  return { ...base(place, input, readyMs, graceMs), ...running(reader, place, input, command), adapter };
}

export function readOpenaiAudio(reader: Reader, place: ServicePlace, value: unknown): OpenaiAudioService | null {
  const input = reader.read(serviceSchemas['openai-audio'], value, place.path);
  if (input === null) return null;
  return {
    ...base(place, input, audioReadyMs),
    ...running(reader, place, input, input.command),
    adapter: 'openai-audio',
    readyPath: input.ready?.http ?? '/health',
  };
}

interface RunningInput {
  readonly cwd?: string | undefined;
  readonly port?: number | 'auto' | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly apiKey?: string | undefined;
}

/** Paths of models are often relative to the plan, so that is where the program runs. */
function running(reader: Reader, place: ServicePlace, input: RunningInput, command: readonly string[]) {
  const port = input.port ?? 'auto';
  if (port === 'auto') checkPort(reader, place, command, input.env);
  return { command, cwd: absolute(place.directory, input.cwd), port, apiKey: input.apiKey ?? null };
}
