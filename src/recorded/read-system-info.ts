// system_info.yaml of a run folder.
import { parse, YAMLError } from 'yaml';
import type * as z from 'zod';
import type { JsonObject } from '../domain/plan.ts';
import type { FolderFiles } from './folder-files.ts';
import { jsonObject } from './schemas/parts.ts';
import { systemInfoSchema } from './schemas/run-files.ts';
import { readSmallFile } from './small-file.ts';

const systemInfoName = 'system_info.yaml';

export type SystemInfo = z.infer<typeof systemInfoSchema>;

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
  const text = await readSmallFile(directory, systemInfoName, files, warn);
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
