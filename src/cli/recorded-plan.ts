// The plan of a run as its folder holds it, so that a plan file that was moved or edited since does no harm. Where the text was
// recorded without its secrets, the file itself is needed, as it was.
import { createHash } from 'node:crypto';
import { UserError } from '../domain/errors.ts';
import type { Plan } from '../domain/plan.ts';
import { loadPlan, planIn, readPlanText } from '../plan/load-plan.ts';
import type { SystemInfo } from '../recorded/read-system-info.ts';

/** Throws a UserError where it cannot be had as it was. */
export async function recordedPlan(info: SystemInfo | null, secrets: readonly string[]): Promise<Plan> {
  const plan = info?.plan ?? null;
  if (plan === null) throw refusal('system_info.yaml does not hold the plan of this run');
  const { path, content, sha256 } = plan;
  if (sha256 === hashOf(content) || sha256 === null) return planIn(content, path, secrets);
  const there = await readPlanText(path).catch(() => null);
  if (there !== null && hashOf(there) === sha256) return loadPlan(path, secrets);
  const what = there === null ? 'that file is gone' : 'that file has changed since';
  throw refusal(`the plan of this run was recorded without the secrets in ${path}, and ${what}`);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function refusal(why: string): UserError {
  return new UserError('not-continued', `${why}, so that nobody can go on with it; start a new run of the plan`);
}
