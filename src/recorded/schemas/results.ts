// What a result must look like to be read.
import * as z from 'zod';
import { driverNames, priorities } from '../../domain/plan.ts';
import { finalStatuses, type TrialResult } from '../../domain/results.ts';
import { amount, jsonValue, text, textOrNull } from './parts.ts';

const metrics = z.record(text, z.union([amount, text]));

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
  reasoningPath: text.exactOptional(),
  audioPath: text.exactOptional(),
  transcript: text.exactOptional(),
  transcriptPath: text.exactOptional(),
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

const trialResult = z.object({
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
  anew: z.literal(true).exactOptional(),
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

export const trialResultSchema: z.ZodType<TrialResult> = trialResult;

/** The part of a result that says what it came to and what was measured, without what models said. */
export const measuredResultSchema = trialResult.pick({
  testId: true,
  domain: true,
  driver: true,
  loadout: true,
  repeat: true,
  attempt: true,
  status: true,
  flaky: true,
  services: true,
  metrics: true,
  validity: true,
});

/** The part of a result that says where a run stands, and why a test is not green. */
export const reasonedResultSchema = trialResult.pick({
  testId: true,
  name: true,
  domain: true,
  loadout: true,
  group: true,
  repeat: true,
  attempt: true,
  status: true,
  flaky: true,
  reason: true,
  error: true,
  checks: true,
  steps: true,
});
