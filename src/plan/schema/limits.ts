// The least and the most that passes: of a measured number, and of a share of words or characters.
import * as z from 'zod';
import { wrongType } from '../issue-messages.ts';
import { asValue } from '../written.ts';
import { fields, prose } from './words.ts';

interface Limits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export function checkLimits({ min, max }: Limits, context: z.RefinementCtx): void {
  if (min === undefined && max === undefined) {
    context.addIssue({ code: 'custom', message: 'has no limit\ngive it "min", "max" or both' });
  } else if (min !== undefined && max !== undefined && min > max) {
    context.addIssue({ code: 'custom', path: ['min'], message: `is ${min}, more than "max", which is ${max}` });
  }
}

/** A limit on a share of words or characters: a number alone is the most that passes. */
export function errorRate(of: string) {
  const shape = {
    max: share('The most that passes').optional(),
    min: share('The least that passes').optional(),
    message: prose('Said when the threshold is missed').optional(),
  };
  const limits = fields(shape).superRefine(checkLimits);
  const error = (issue: { input?: unknown }) =>
    `takes a number or { max: … }${percentHint(asValue(issue.input)) ?? '\nwrite for example 0.05, which is 5 %'}`;
  return z
    .union([share('The most that passes'), limits], { error })
    .describe(`The share of ${of} that differ from the reference; a number is the most that passes`);
}

function share(description: string) {
  const error = ({ input }: { input?: unknown }) => `${wrongType(input, 'number')}${percentHint(input) ?? ''}`;
  const most = { error: (issue: { input?: unknown }) => shareProblem(issue.input) };
  return z.preprocess(asValue, z.number({ error }).nonnegative().max(1, most)).describe(description);
}

function shareProblem(input: unknown): string {
  return `is ${String(input)}; it is a share, at most 1${percentHint(`${String(input)}%`) ?? ''}`;
}

/** `5%` → how a share of 5 % is written. */
function percentHint(written: unknown): string | null {
  const [, percent] = typeof written === 'string' ? (/^([\d.]+)\s*%$/.exec(written) ?? []) : [];
  const value = Number(percent);
  return percent === undefined || !(value <= 100)
    ? null
    : `\n${percent} % is written ${Number((value / 100).toFixed(6))}`;
}
