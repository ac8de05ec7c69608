// Reads a plan's file. Whatever is wrong with it becomes one error with the whole text for a person.
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Plan } from '../domain/plan.ts';
import { formatProblems } from './format-problems.ts';
import { parsePlan } from './parse-plan.ts';
import { PlanError } from './problems.ts';

const largestBytes = 10 * 1024 * 1024;

/** `file` as the user wrote it; throws `PlanError`. */
export async function loadPlan(file: string): Promise<Plan> {
  const text = await readPlanText(file);
  const { plan, problems } = parsePlan(text, resolve(file));
  if (plan !== null) return plan;
  throw new PlanError('plan-invalid', formatProblems(problems, { file, text }, { color: false }), problems);
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
    if (status.size > largestBytes) throw new PlanError('plan-unreadable', `the plan "${file}" is larger than 10 MiB`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof PlanError) throw error;
    throw new PlanError('plan-unreadable', unreadable(file, error));
  }
}

function unreadable(file: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `there is no plan "${file}"; examples are in plans/`;
  if (code === 'EACCES' || code === 'EPERM') return `the plan "${file}" may not be read by this user`;
  return `the plan "${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
