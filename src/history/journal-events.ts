// The events of a journal as far as an index wants to know of them. Leaner than what a report reads: a thousand runs of a
// thousand results go through here.
import * as z from 'zod';
import { reasonOf } from '../domain/reasons.ts';
import { finalStatuses } from '../domain/results.ts';
import { cut } from '../domain/text.ts';
import { eventSchemas, type JournalLine } from '../recorded/schemas/events.ts';
import type { Attempt, TestAbout } from './test-fold.ts';

const longestReason = 200;
/** Beyond that it is no repeat of anybody's. */
const mostRepeats = 10_000_000;

const started = eventSchemas['run.started'];
export type StartedEvent = z.infer<typeof started>;
export const runEvents = {
  started,
  selected: eventSchemas['tests.selected'],
  finished: eventSchemas['run.finished'],
  outdated: eventSchemas['results.outdated'],
} as const;

const trialStarted = z.object({ testId: z.string(), domain: z.string(), repeats: z.number().min(1).max(mostRepeats) });

const recordedResult = z.object({
  testId: z.string(),
  scenario: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  domain: z.string(),
  group: z.string().nullable(),
  loadout: z.string().nullable(),
  repeat: z.int().min(1).max(mostRepeats),
  attempt: z.int().min(1),
  status: z.enum(finalStatuses),
  flaky: z.boolean(),
  durationMs: z.number(),
});

const checks = z.array(
  z.object({
    name: z.string(),
    passed: z.boolean(),
    expected: z.json().exactOptional(),
    actual: z.json().exactOptional(),
    message: z.string().exactOptional(),
  }),
);

/** What tells why; read only where something did not pass. */
const explained = z.object({
  reason: z.string().exactOptional(),
  error: z.string().nullable(),
  checks,
  steps: z.array(z.object({ name: z.string(), error: z.string().nullable(), checks })),
});

export interface RecordedAttempt extends Attempt {
  readonly about: TestAbout & { readonly domain: string };
  /** Of its repeat. */
  readonly attempt: number;
}

/** Null where the event does not look like one. */
export function finishedTrial(event: JournalLine['event']): RecordedAttempt | null {
  return attemptIn(event['result']);
}

/** Null for what is no result. */
export function attemptIn(result: unknown): RecordedAttempt | null {
  const parsed = recordedResult.safeParse(result);
  if (!parsed.success) return null;
  const { repeat, attempt, status, flaky, durationMs, ...about } = parsed.data;
  const why = status === 'passed' ? null : explained.safeParse(result).data;
  const reason = why === null || why === undefined ? null : reasonOf({ ...why, status });
  const shortened = reason === null ? null : cut(reason, longestReason);
  return { about, repeat, attempt, status, flaky, durationMs, reason: shortened };
}

/** The repeats that a test wants, for journals that do not tell it at the beginning. */
export function startedTrial(
  event: JournalLine['event'],
): { readonly testId: string; readonly repeats: number } | null {
  return trialStarted.safeParse(event).data ?? null;
}
