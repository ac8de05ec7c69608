// What a plan says about a service, by adapter.
import * as z from 'zod';
import { apiNames } from '../../domain/plan.ts';
import { urlProblem } from '../patterns.ts';
import { hasVariable } from '../variables.ts';
import { engineSchemas } from './engine.ts';
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
import { choice, duration, fields, flag, integer, pattern, positive, someOf, text } from './words.ts';

const api = z.enum(apiNames).describe('How it is spoken to; none: it is just up while others use it');

export const serviceSchemas = {
  builtin: fields(
    {
      adapter: adapter('builtin', 'Ships with Flightdeck: a real process, no download, no GPU'),
      tokensPerSecond: positive('How fast it answers; as fast as it can where this is not given').optional(),
      firstToken: duration('How long it waits before the first token', 0).optional(),
      seed: integer('Makes its answers repeat', 0, 2 ** 31 - 1).optional(),
      optional,
      env,
      ready: readyWithin,
      stop,
      restart,
    },
    'A model service that ships with Flightdeck',
  ).meta({ id: 'builtinService' }),
  command: fields(
    {
      adapter: adapter('command', 'Any program'),
      command: someOf(
        text('A word of the command line; "{port}", "{host}" and "{model}" are filled in'),
        'Program and arguments',
      ),
      cwd: text('Where it runs, relative to the plan').optional(),
      port,
      ready: fields(
        {
          http: httpPath,
          tcp: z.preprocess((value) => value, flag('Ready when its port takes a connection')).optional(),
          log: pattern('Ready when a line of its log matches this regular expression').optional(),
          timeout: readyTimeout,
        },
        'How one knows that it is ready; its port taking a connection, where this is not given',
      )
        .superRefine((ready, context) => {
          const kinds = [ready.http, ready.tcp, ready.log].filter((kind) => kind !== undefined);
          if (kinds.length > 1) context.addIssue({ code: 'custom', message: 'takes one of http, tcp and log' });
          if (ready.tcp === false)
            context.addIssue({ code: 'custom', message: 'takes tcp: true, or http or log instead' });
        })
        .optional(),
      api,
      apiKey,
      optional,
      env,
      stop,
      restart,
    },
    'Any program that serves a model, or is just up while commands run',
  ).meta({ id: 'commandService' }),
  external: fields(
    {
      adapter: adapter('external', 'Already running: never started, never stopped'),
      url: text('Where it answers, without /v1').superRefine((written, context) => {
        const problem = hasVariable(written) ? null : urlProblem(written);
        if (problem !== null) context.addIssue({ code: 'custom', message: problem });
      }),
      api,
      apiKey,
      optional,
      ready: readyWithin,
    },
    'A server that is already running',
  ).meta({ id: 'externalService' }),
  ollama: fields(
    {
      adapter: adapter('ollama', 'An Ollama of our own'),
      command: someOf(
        text('A word of the command line'),
        'Program and arguments; ollama serve where this is not given',
      ).optional(),
      port,
      existing: choice(
        ['stop', 'leave'],
        'What to do about an Ollama that is already running: stop it first (the default), or leave it, so that ours runs beside it',
      ).optional(),
      pull: flag('Whether a model that is not there is fetched; false where this is not given').optional(),
      contextLength: integer(
        'The context of its models in tokens (num_ctx) where a loadout does not say otherwise; 4096 where this is not given',
        1,
        10_000_000,
      ).optional(),
      allowCpu: flag(
        'Whether a model may be computed on the CPU, wholly or partly, although there is a GPU; false where this is not given',
      ).optional(),
      optional,
      env,
      ready: readyWithin,
      stop,
      restart,
    },
    'Ollama, started on a port of its own',
  ).meta({ id: 'ollamaService' }),
  ...engineSchemas,
};

export const adapterNames = [
  'builtin',
  'ollama',
  'llama-server',
  'vllm',
  'whisper-server',
  'openai-audio',
  'command',
  'external',
] as const;
export type AdapterName = (typeof adapterNames)[number];

export const serviceSchema = z.union([
  serviceSchemas.builtin,
  serviceSchemas.ollama,
  serviceSchemas['llama-server'],
  serviceSchemas.vllm,
  serviceSchemas['whisper-server'],
  serviceSchemas['openai-audio'],
  serviceSchemas.command,
  serviceSchemas.external,
]);

export type CommandInput = z.output<typeof serviceSchemas.command>;
