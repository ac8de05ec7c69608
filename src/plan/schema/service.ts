// What a plan says about a service, by adapter.
import * as z from 'zod';
import { apiNames } from '../../domain/plan.ts';
import { urlProblem } from '../patterns.ts';
import { hasVariable } from '../variables.ts';
import { duration, environment, fields, flag, integer, pattern, positive, someOf, text } from './words.ts';

const adapter = <const Name extends string>(name: Name, description: string) => z.literal(name).describe(description);

const optional = flag('Where it cannot be had, its loadouts are skipped with the reason instead of failing').optional();
const env = environment('Environment variables of the process').optional();
const port = z
  .preprocess(
    (value) => value,
    z.union([z.literal('auto'), integer('A fixed port', 1, 65_535)], {
      error: 'takes "auto" or a number from 1 to 65535',
    }),
  )
  .describe('auto: a free one is chosen')
  .optional();
const stop = fields(
  { grace: duration('Time between the polite signal and the forced end', 0) },
  'How it is stopped',
).optional();
const readyTimeout = duration('The most that it may take to become ready').optional();
const readyWithin = fields({ timeout: readyTimeout }, 'How long to wait for it').optional();
const api = z.enum(apiNames).describe('How it is spoken to; none: it is just up while others use it');
const apiKey = text('Sent as a bearer token; better a variable than the key itself').optional();

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
          http: text('A path that answers 200 when it is ready, for example /health')
            .refine((path) => path.startsWith('/') || path.startsWith('${'), { error: 'must begin with "/"' })
            .optional(),
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
      existing: z
        .literal('leave', { error: (issue) => existingMessage(issue.input) })
        .describe('What to do about an Ollama that is already running: leave it, ours runs beside it')
        .optional(),
      optional,
      env,
      ready: readyWithin,
      stop,
    },
    'Ollama, started on a port of its own',
  ).meta({ id: 'ollamaService' }),
};

export const adapterNames = ['builtin', 'command', 'external', 'ollama'] as const;
export type AdapterName = (typeof adapterNames)[number];

function existingMessage(input: unknown): string {
  const found = `is ${JSON.stringify(input)}; it takes "leave"`;
  if (input !== 'stop') return found;
  return `${found}\nthis version starts an Ollama of its own on a free port, beside one that is running`;
}

export const serviceSchema = z.union([
  serviceSchemas.builtin,
  serviceSchemas.command,
  serviceSchemas.external,
  serviceSchemas.ollama,
]);

export type CommandInput = z.output<typeof serviceSchemas.command>;
