// What a run folder's files must look like to be read. Unknown keys are dropped, so that folders of a later version that
// only added something can be read.
import { z } from 'zod';
import { driverNames, type JsonValue, priorities } from '../domain/plan.ts';
import { finalStatuses, type TrialResult } from '../domain/results.ts';

const text = z.string();
const textOrNull = z.string().nullable();
const amount = z.number();
const metrics = z.record(text, z.union([amount, text]));
const jsonValue: z.ZodType<JsonValue> = z.json();

export const jsonObjectSchema = z.record(text, jsonValue);

const check = z.object({
  name: text,
  passed: z.boolean(),
  expected: jsonValue.exactOptional(),
  actual: jsonValue.exactOptional(),
  message: text.exactOptional(),
});

const actualOutput = z.object({
  content: text,
  path: textOrNull,
  stderr: text.exactOptional(),
  stderrPath: text.exactOptional(),
  reasoning: text.exactOptional(),
  audioPath: text.exactOptional(),
  transcript: text.exactOptional(),
});

const step = z.object({
  name: text,
  status: z.enum(finalStatuses),
  durationMs: amount,
  exitCode: amount.exactOptional(),
  signal: text.exactOptional(),
  metrics,
  checks: z.array(check),
  actual: actualOutput.nullable(),
  error: textOrNull,
});

const serviceReference = z.object({
  service: text,
  model: textOrNull,
  builtin: z.literal(true).exactOptional(),
  log: z.object({ file: text, from: amount, to: amount }).exactOptional(),
});

const trialGpu = z.object({
  index: amount,
  name: text,
  samples: amount,
  vramPeakMiB: amount.exactOptional(),
  utilizationMeanPercent: amount.exactOptional(),
  temperatureMaxC: amount.exactOptional(),
  powerMeanW: amount.exactOptional(),
  energyJ: amount.exactOptional(),
});

export const trialResultSchema: z.ZodType<TrialResult> = z.object({
  testId: text,
  scenario: text,
  name: text,
  description: textOrNull,
  domain: text,
  driver: z.enum(driverNames),
  group: textOrNull,
  loadout: textOrNull,
  priority: z.enum(priorities),
  tags: z.array(text),
  repeat: amount,
  attempt: amount,
  status: z.enum(finalStatuses),
  flaky: z.boolean(),
  reason: text.exactOptional(),
  startedAt: text,
  durationMs: amount,
  services: z.record(text, serviceReference),
  metrics,
  validity: z.array(z.object({ reason: text, detail: text })),
  gpus: z.array(trialGpu).exactOptional(),
  checks: z.array(check),
  steps: z.array(step),
  actual: actualOutput.nullable(),
  error: textOrNull,
});

export const journalLineSchema = z.object({
  v: z.number(),
  at: text,
  elapsedMs: amount,
  event: z.looseObject({ type: text }),
});

const stopReason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signal'), signal: z.enum(['SIGINT', 'SIGTERM', 'SIGHUP']) }),
  z.object({ kind: z.literal('max-failures'), failures: amount }),
  z.object({ kind: z.literal('fatal'), message: text }),
]);

const runStatus = z.enum(['in_progress', 'completed', 'abandoned']);
const runOutcome = z.enum(['passed', 'failed', 'partial']);

export const hostSchema = z.object({
  os: text,
  cpu: text,
  cpuCount: amount,
  memoryMiB: amount,
  gpus: z.array(z.object({ name: text, vramMiB: amount.nullable(), driver: textOrNull })),
});

const planReference = z.object({ name: text, file: text, version: textOrNull });
const names = z.array(text);

const filters = z.object({
  domains: names,
  groups: names,
  ids: names,
  loadouts: names,
  tags: names,
  priorities: names,
});

const existingServer = { program: text, pid: amount.nullable(), port: amount.nullable(), unit: textOrNull };

const loadoutGpu = z.object({
  index: amount,
  name: text,
  beforeMiB: amount.exactOptional(),
  loadedMiB: amount.exactOptional(),
  peakMiB: amount.exactOptional(),
  afterMiB: amount.exactOptional(),
});

const details = z.record(text, z.union([text, amount]));

export const eventSchemas = {
  'run.started': z.object({
    runId: text,
    dayId: text,
    runnerVersion: text,
    plan: planReference,
    host: hostSchema,
    triggeredBy: text,
    mode: text,
    filters,
    domains: z.array(z.object({ name: text, loadouts: names, tests: amount })),
    tests: amount,
  }),
  'run.stopping': z.object({ reason: stopReason }),
  'run.finished': z.object({
    status: runStatus,
    outcome: runOutcome,
    durationMs: amount,
    exitCode: amount,
    reason: stopReason.nullable(),
  }),
  'trial.started': z.object({ testId: text, domain: text, loadout: textOrNull, repeats: amount }),
  'trial.finished': z.object({ result: trialResultSchema }),
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
  'service.exited': z.object({
    service: text,
    exitCode: amount.nullable(),
    signal: textOrNull,
    lastLine: textOrNull,
  }),
  'notice.raised': z.object({ level: z.enum(['info', 'warning', 'error']), message: text }),
} as const;

export const runRecordSchema = z.object({
  runId: text,
  dayId: textOrNull.default(null),
  status: runStatus,
  outcome: runOutcome.nullable().default(null),
  createdAt: textOrNull.default(null),
  durationMs: amount.nullable().default(null),
  exitCode: amount.nullable().default(null),
  mode: text.nullable().default(null),
  filters: filters.nullable().default(null),
  triggeredBy: textOrNull.default(null),
  plan: planReference.nullable().default(null),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

const serviceIdentity = z.object({
  adapter: text,
  model: textOrNull.catch(null),
  builtin: z.boolean().catch(false),
  url: textOrNull.catch(null),
  binary: textOrNull.catch(null),
  version: textOrNull.catch(null),
  modelDigest: textOrNull.catch(null),
  details: details.catch({}),
});

export const systemInfoSchema = z.object({
  startTime: textOrNull.default(null),
  host: hostSchema.nullable().catch(null),
  git: z.object({ commit: textOrNull, branch: textOrNull, dirty: z.boolean() }).nullable().catch(null),
  runner: z.object({ version: text }).nullable().catch(null),
  triggeredBy: textOrNull.catch(null),
  plan: z.object({ path: text, content: text }).nullable().catch(null),
  services: z.record(text, serviceIdentity).catch({}),
});

export type StopReasonRecord = z.infer<typeof stopReason>;
