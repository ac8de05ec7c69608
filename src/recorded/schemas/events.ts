// What the lines of a journal must look like to be read, as far as the report wants to know of them.
import * as z from 'zod';
import {
  amount,
  details,
  filters,
  host,
  names,
  planReference,
  runOutcome,
  runStatus,
  text,
  textOrNull,
} from './parts.ts';
import { trialResultSchema } from './results.ts';

export const journalLineSchema = z.object({
  v: z.number(),
  seq: amount,
  at: text,
  elapsedMs: amount,
  event: z.looseObject({ type: text }),
});

export type JournalLine = z.infer<typeof journalLineSchema>;

const stopReason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signal'), signal: z.enum(['SIGINT', 'SIGTERM', 'SIGHUP']) }),
  z.object({ kind: z.literal('max-failures'), failures: amount }),
  z.object({ kind: z.literal('fatal'), message: text }),
]);

const existingServer = { program: text, pid: amount.nullable(), port: amount.nullable(), unit: textOrNull };

const loadoutGpu = z.object({
  index: amount,
  name: text,
  beforeMiB: amount.exactOptional(),
  loadedMiB: amount.exactOptional(),
  peakMiB: amount.exactOptional(),
  afterMiB: amount.exactOptional(),
});

const outline = {
  runId: text,
  dayId: text,
  runnerVersion: text,
  plan: planReference,
  host,
  triggeredBy: text,
  mode: text,
  filters,
  overrides: z.object({ repeats: amount.exactOptional(), retries: amount.exactOptional() }).default({}),
  domains: z.array(z.object({ name: text, loadouts: names, tests: amount })),
  tests: amount,
};

const selectedTest = z.object({
  testId: text,
  scenario: text,
  name: text,
  group: textOrNull,
  priority: text,
  tags: names,
  repeats: amount,
});

export const eventSchemas = {
  'run.started': z.object(outline),
  'run.continued': z.object({
    ...outline,
    retryFailed: z.boolean(),
    recorded: amount,
    changedInputs: z.record(text, textOrNull).default({}),
    fromFiles: names.default([]),
  }),
  'tests.selected': z.object({ domain: text, driver: text, loadout: textOrNull, tests: z.array(selectedTest) }),
  'results.outdated': z.object({ tests: names }),
  'run.stopping': z.object({ reason: stopReason }),
  'run.finished': z.object({
    status: runStatus,
    outcome: runOutcome,
    durationMs: amount,
    exitCode: amount,
    reason: stopReason.nullable(),
  }),
  'report.finished': z.object({ path: text }),
  'trial.started': z.object({ testId: text, domain: text, loadout: textOrNull, repeats: amount }),
  'trial.finished': z.object({ result: trialResultSchema, again: z.literal(true).optional() }),
  'loadout.finished': z.object({
    domain: text,
    loadout: text,
    setupMs: amount,
    warmupMs: amount,
    executionMs: amount,
    cleanupMs: amount,
    gpus: z.array(loadoutGpu).default([]),
  }),
  'memory.kept': z.object({
    type: z.literal('memory.kept'),
    domain: text,
    loadout: text,
    services: names,
    waitedMs: amount,
    gpus: z.array(z.object({ index: amount, name: text, keptMiB: amount })),
    holders: z.array(z.object({ gpuUuid: text, pid: amount, name: textOrNull, usedMiB: amount.exactOptional() })),
  }),
  'existing.stopped': z.object({ type: z.literal('existing.stopped'), service: text, ...existingServer }),
  'existing.kept': z.object({
    type: z.literal('existing.kept'),
    service: text,
    why: text,
    vramMiB: amount.nullable(),
    ...existingServer,
  }),
  'existing.restarted': z.object({
    type: z.literal('existing.restarted'),
    program: text,
    unit: text,
    error: textOrNull,
  }),
  'service.starting': z.object({
    service: text,
    adapter: text,
    model: textOrNull,
    domain: text,
    builtin: z.boolean(),
    url: text,
    log: textOrNull,
  }),
  'service.ready': z.object({
    service: text,
    startupMs: amount,
    version: textOrNull,
    modelDigest: textOrNull,
    binary: textOrNull,
    details: details.default({}),
  }),
  'service.failed': z.object({ service: text, skipped: z.boolean(), message: text }),
  'service.exited': z
    .object({
      service: text,
      exitCode: amount.nullable(),
      signal: textOrNull,
      cause: textOrNull.default(null),
      lastLine: textOrNull,
      lastLines: names.exactOptional(),
    })
    // Earlier journals have the last line alone.
    .transform(({ lastLine, lastLines, ...event }) => ({
      ...event,
      lastLines: lastLines ?? (lastLine === null ? [] : [lastLine]),
    })),
  'service.restarting': z.object({
    type: z.literal('service.restarting'),
    service: text,
    attempt: amount,
    of: amount,
    why: text,
  }),
  'notice.raised': z.object({ level: z.enum(['info', 'warning', 'error']), message: text }),
} as const;

export type StopReasonRecord = z.infer<typeof stopReason>;
