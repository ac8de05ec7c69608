// Model servers with a command line and an API of their own.
import type * as z from 'zod';
import {
  adapter,
  apiKey,
  env,
  httpPath,
  optional,
  port,
  readyTimeout,
  readyWithin,
  restart,
  stop,
} from './service-fields.ts';
import { fields, list, someOf, text } from './words.ts';

const commandWord = text('A word of the command line; "{port}", "{host}" and "{model}" are filled in');

/** What is started where the plan does not say otherwise; `args` come behind it. */
export const defaultCommands = {
  'llama-server': ['llama-server', '-m', '{model}', '--host', '{host}', '--port', '{port}', '--no-webui'],
  vllm: ['vllm', 'serve', '{model}', '--host', '{host}', '--port', '{port}'],
  'whisper-server': ['whisper-server', '-m', '{model}', '--host', '{host}', '--port', '{port}'],
} as const;

const commonShape = {
  cwd: text('Where it runs, relative to the plan; the folder of the plan where this is not given').optional(),
  port,
  apiKey,
  optional,
  env,
  stop,
  restart,
};

function engine<const Name extends keyof typeof defaultCommands>(name: Name, does: string) {
  const usual = defaultCommands[name].join(' ');
  return fields(
    {
      adapter: adapter(name, does),
      command: someOf(commandWord, `Program and arguments; ${usual} where this is not given`).optional(),
      args: list(commandWord, 'Further arguments behind those of the usual command').optional(),
      ready: readyWithin,
      ...commonShape,
    },
    does,
  ).superRefine(commandOrArgs);
}

function commandOrArgs({ command, args }: { command?: unknown; args?: unknown }, context: z.RefinementCtx): void {
  if (command === undefined || args === undefined) return;
  const message = 'stands beside "command"; a service has one of them\nput the arguments into "command"';
  context.addIssue({ code: 'custom', path: ['args'], message });
}

const oneOfThem = { not: { required: ['command', 'args'] } };

export const engineSchemas = {
  'llama-server': engine('llama-server', "llama.cpp's server: language models, and images with --mmproj").meta({
    id: 'llamaServerService',
    ...oneOfThem,
  }),
  vllm: engine('vllm', 'vLLM: language models, images, and speech to text').meta({ id: 'vllmService', ...oneOfThem }),
  'whisper-server': engine('whisper-server', "whisper.cpp's server: speech to text").meta({
    id: 'whisperServerService',
    ...oneOfThem,
  }),
  'openai-audio': fields(
    {
      adapter: adapter('openai-audio', 'Any server that speaks /v1/audio/*, for example speaches or Kokoro-FastAPI'),
      command: someOf(commandWord, 'Program and arguments'),
      ready: fields(
        { http: httpPath, timeout: readyTimeout },
        'How one knows that it is ready; /health answers 200',
      ).optional(),
      ...commonShape,
    },
    'A server that listens or speaks as OpenAI does',
  ).meta({ id: 'openaiAudioService' }),
};

export type EngineInput = z.output<(typeof engineSchemas)[keyof typeof defaultCommands]>;
