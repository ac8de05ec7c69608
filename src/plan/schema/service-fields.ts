// Fields that services of several adapters share.
import * as z from 'zod';
import { duration, environment, fields, flag, integer, text } from './words.ts';

export const adapter = <const Name extends string>(name: Name, description: string) =>
  z.literal(name).describe(description);

export const optional = flag(
  'Where it cannot be had, its loadouts are skipped with the reason instead of failing',
).optional();

export const env = environment('Environment variables of the process').optional();

export const port = z
  .preprocess(
    (value) => value,
    z.union([z.literal('auto'), integer('A fixed port', 1, 65_535)], {
      error: 'takes "auto" or a number from 1 to 65535',
    }),
  )
  .describe('auto: a free one is chosen')
  .optional();

export const stop = fields(
  { grace: duration('Time between the polite signal and the forced end', 0) },
  'How it is stopped',
).optional();

export const restart = integer(
  'How often it is started again within one loadout after it died or hung; 1 where this is not given, 0 is never',
  0,
  100,
).optional();

export const readyTimeout = duration('The most that it may take to become ready').optional();
export const readyWithin = fields({ timeout: readyTimeout }, 'How long to wait for it').optional();

export const httpPath = text('A path that answers 200 when it is ready, for example /health')
  .refine((path) => path.startsWith('/') || path.startsWith('${'), { error: 'must begin with "/"' })
  .optional();

export const apiKey = text('Sent as a bearer token; better a variable than the key itself').optional();
