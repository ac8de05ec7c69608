// The parts of which the files of a run folder are made. Unknown keys are dropped, so that folders of a later version that only
// added something can be read.
import * as z from 'zod';
import type { JsonValue } from '../../domain/plan.ts';

export const text = z.string();
export const textOrNull = z.string().nullable();
export const amount = z.number();
export const jsonValue: z.ZodType<JsonValue> = z.json();
export const jsonObject = z.record(text, jsonValue);
/** What a service says of itself. */
export const details = z.record(text, z.union([text, amount]));

export const runStatus = z.enum(['in_progress', 'completed', 'abandoned']);
export const runOutcome = z.enum(['passed', 'failed', 'partial']);

export const host = z.object({
  os: text,
  cpu: text,
  cpuCount: amount,
  memoryMiB: amount,
  gpus: z.array(z.object({ name: text, vramMiB: amount.nullable(), driver: textOrNull })),
});

export const names = z.array(text);
export const planReference = z.object({ name: text, file: text, version: textOrNull, tags: names.default([]) });

export const filters = z.object({
  domains: names,
  groups: names,
  ids: names,
  loadouts: names,
  tags: names,
  priorities: names,
});
