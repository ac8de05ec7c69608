// Service templates over the fake engines of tests/fixtures/engines/servers, and what the sentences about them have in common.
import { fileURLToPath } from 'node:url';
import type {
  LlamaServerService,
  OpenaiAudioService,
  VllmService,
  WhisperServerService,
} from '../../src/domain/plan.ts';

/** A fake engine and its arguments. */
export function fakeEngine(name: string, ...args: readonly string[]): readonly string[] {
  return [
    process.execPath,
    fileURLToPath(new URL(`../fixtures/engines/servers/${name}.mjs`, import.meta.url)),
    ...args,
  ];
}

const common = {
  cwd: process.cwd(),
  port: 'auto',
  apiKey: null,
  optional: false,
  env: {},
  stopGraceMs: 2000,
  readyTimeoutMs: 10_000,
  restart: 1,
  position: { line: 1, column: 1 },
} as const;

export function llamaServer(
  args: readonly string[],
  fields: Partial<LlamaServerService> & { readonly fake?: string } = {},
): LlamaServerService {
  const { fake = 'llama-server', ...rest } = fields;
  const command = fakeEngine(fake, '--port', '{port}', ...args);
  return { ...common, name: 'llama', adapter: 'llama-server', command, ...rest };
}

export function vllm(args: readonly string[], fields: Partial<VllmService> = {}): VllmService {
  const command = fakeEngine('vllm', 'serve', '{model}', '--port', '{port}', ...args);
  return { ...common, name: 'vllm', adapter: 'vllm', command, ...fields };
}

export function whisperServer(
  args: readonly string[],
  fields: Partial<WhisperServerService> = {},
): WhisperServerService {
  const command = fakeEngine('whisper-server', '--model', '{model}', '--port', '{port}', ...args);
  return { ...common, name: 'whisper', adapter: 'whisper-server', command, ...fields };
}

export function openaiAudio(
  fake: 'speaches' | 'kokoro',
  args: readonly string[] = [],
  fields: Partial<OpenaiAudioService> = {},
): OpenaiAudioService {
  const command = fakeEngine(fake, '--port', '{port}', ...args);
  return { ...common, name: fake, adapter: 'openai-audio', readyPath: '/health', command, ...fields };
}

/** A sentence about a start, with what differs from run to run replaced. */
export function steady(sentence: string): string {
  return sentence
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/after [\d.]+ s/, 'after TIME')
    .replace(/svc_[\w.-]+\.log/, 'LOG');
}
