// Reads a plan's file. Whatever is wrong with it becomes one error with the whole text for a person.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Plan } from '../domain/plan.ts';
import { formatProblems } from './format-problems.ts';
import { parsePlan } from './parse-plan.ts';
import { PlanError } from './problems.ts';
import { largestHint, largestMiB } from './yaml-source.ts';

const largestBytes = largestMiB * 1024 * 1024;

/** `file` as the user wrote it; throws `PlanError`, whose text holds neither `secrets` nor those of the plan. */
export async function loadPlan(file: string, secrets: readonly string[] = []): Promise<Plan> {
  return planIn(await readPlanText(file), file, secrets);
}

/** The same of a text that was read already; `file` is where it stood. */
export function planIn(text: string, file: string, secrets: readonly string[] = []): Plan {
  const { plan, problems } = parsePlan(text, resolve(file));
  if (plan !== null) return plan;
  throw new PlanError('plan-invalid', formatProblems(problems, { file, text, secrets }, { color: false }), problems);
}

/** The text of a plan's file; throws `PlanError` where it cannot be one. */
export async function readPlanText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PlanError('plan-unreadable', `the plan "${file}" is not UTF-8 text`);
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const status = await stat(file);
    if (status.isDirectory()) throw new PlanError('plan-unreadable', `"${file}" is a directory; name a plan in it`);
    if (!status.isFile() && !status.isFIFO()) {
      throw new PlanError('plan-unreadable', `"${file}" is neither a file nor a pipe; name a file with a plan in it`);
    }
    return status.size > largestBytes ? tooLarge(file) : await readBounded(file);
  } catch (error) {
    if (error instanceof PlanError) throw error;
    throw new PlanError('plan-unreadable', unreadable(file, error));
  }
}

/** A pipe does not say how much will come. */
async function readBounded(file: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of createReadStream(file)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > largestBytes) return tooLarge(file);
  }
  return Buffer.concat(chunks);
}

function tooLarge(file: string): never {
  throw new PlanError('plan-unreadable', `the plan "${file}" is larger than ${largestMiB} MiB; ${largestHint}`);
}

function unreadable(file: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `there is no plan "${file}"; examples are in plans/`;
  if (code === 'EACCES' || code === 'EPERM') return `the plan "${file}" may not be read by this user`;
  if (code === 'ELOOP') return `the plan "${file}" leads to itself through symbolic links`;
  return `the plan "${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
