// What run.json and system_info.yaml must look like to be read.
import * as z from 'zod';
import { amount, details, filters, host, planReference, runOutcome, runStatus, text, textOrNull } from './parts.ts';

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
  host: host.nullable().catch(null),
  git: z.object({ commit: textOrNull, branch: textOrNull, dirty: z.boolean() }).nullable().catch(null),
  runner: z
    .object({ version: text, node: textOrNull.catch(null) })
    .nullable()
    .catch(null),
  triggeredBy: textOrNull.catch(null),
  plan: z
    .object({
      path: text,
      content: text,
      sha256: textOrNull.catch(null),
      files: z.record(text, text).catch({}),
      variables: z.record(text, text).catch({}),
    })
    .nullable()
    .catch(null),
  services: z.record(text, serviceIdentity).catch({}),
});
