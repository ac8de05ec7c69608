// run.json and system_info.yaml of a run folder. What is missing, damaged or too large is null, and said.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, YAMLError } from 'yaml';
import type { z } from 'zod';
import { runRecordVersion } from '../domain/events.ts';
import type { JsonObject } from '../domain/plan.ts';
import type { FolderFiles } from './folder-files.ts';
import { refuseLaterVersion } from './format-version.ts';
import { jsonObject } from './schemas/parts.ts';
import { type RunRecord, runRecordSchema, systemInfoSchema } from './schemas/run-files.ts';

export const runRecordName = 'run.json';
const systemInfoName = 'system_info.yaml';

/** Of a file that is read whole. */
const largestFileBytes = 16 * 1024 * 1024;

export type SystemInfo = z.infer<typeof systemInfoSchema>;

/** Throws a UserError for a version that is not known here; a record without one is of the first. */
export async function readRecord(
  directory: string,
  files: FolderFiles,
  warn: (warning: string) => void,
): Promise<RunRecord | null> {
  const text = await readSmall(directory, runRecordName, files, warn);
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    warn(`${runRecordName} is not JSON and is left out`);
    return null;
  }
  refuseLaterVersion(value, runRecordVersion, { name: runRecordName, kind: 'record' });
  const parsed = runRecordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  warn(`${runRecordName} does not look like the record of a run and is left out`);
  return null;
}

export interface ReadSystemInfo {
  /** What is known of it by name. */
  readonly info: SystemInfo | null;
  /** All of it. */
  readonly whole: JsonObject | null;
  /** All of it but the plan's text. */
  readonly system: JsonObject | null;
}

/** Null where there is none, or none that can be read, which is said. */
export async function readSystemInfo(
  directory: string,
  files: FolderFiles,
  warn: (warning: string) => void,
): Promise<ReadSystemInfo> {
  const text = await readSmall(directory, systemInfoName, files, warn);
  if (text === null) return { info: null, whole: null, system: null };
  const system = parseSystemInfo(text);
  if (typeof system === 'string') {
    warn(`${systemInfoName} cannot be read and is left out (${system})`);
    return { info: null, whole: null, system: null };
  }
  const info = systemInfoSchema.safeParse(system);
  return { info: info.success ? info.data : null, whole: system, system: withoutPlanText(system) };
}

/** A sentence where it is not a YAML mapping. */
function parseSystemInfo(text: string): JsonObject | string {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    if (error instanceof YAMLError) return error.message.split('\n')[0] ?? error.code;
    if (error instanceof ReferenceError) return error.message; // yaml on aliases that grow without end
    throw error;
  }
  const system = jsonObject.safeParse(value);
  return system.success ? system.data : 'it is not a mapping';
}

function withoutPlanText(system: JsonObject): JsonObject {
  const plan = jsonObject.safeParse(system['plan']);
  if (!plan.success) return system;
  const { content: _, ...rest } = plan.data;
  return { ...system, plan: rest };
}

/** Null where it cannot be read or is too large, which is said. */
async function readSmall(
  directory: string,
  name: string,
  files: FolderFiles,
  warn: (warning: string) => void,
): Promise<string | null> {
  const absence = files.absence(name);
  if (absence !== null) {
    warn(`${name} ${absence}`);
    return null;
  }
  const path = join(directory, name);
  const { size } = await stat(path);
  if (size <= largestFileBytes) return readFile(path, 'utf8');
  warn(`${name} is left out: it has ${size} bytes, more than the ${largestFileBytes} that are read`);
  return null;
}
