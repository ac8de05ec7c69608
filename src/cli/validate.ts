// `runner validate`: everything that is wrong with a plan at once, or what is in it.
import { resolve } from 'node:path';
import { exitCodes } from '../domain/errors.ts';
import type { Plan } from '../domain/plan.ts';
import { noFilters, plannedTrials } from '../domain/schedule.ts';
import { jsonText, plainText } from '../domain/text.ts';
import { counted } from '../domain/wording.ts';
import { concealmentOf } from '../plan/concealment.ts';
import { expandPlan } from '../plan/expand-plan.ts';
import { formatProblems } from '../plan/format-problems.ts';
import { readPlanText } from '../plan/load-plan.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { PlanError, type PlanProblem } from '../plan/problems.ts';
import { type Environment, secretsIn } from '../plan/secrets.ts';

export interface ValidateOptions {
  readonly json: boolean;
  readonly color: boolean;
  readonly env: Environment;
  readonly write: (text: string) => void;
}

interface PlanCounts {
  readonly domains: number;
  readonly loadouts: number;
  readonly scenarios: number;
  readonly tests: number;
  readonly trials: number;
}

/** Returns the exit code; an unreadable file is said in the same form as a faulty one. */
export async function validatePlan(file: string, options: ValidateOptions): Promise<number> {
  const text = await readPlanText(file).catch((error: unknown) => {
    if (error instanceof PlanError) return error;
    throw error;
  });
  if (text instanceof PlanError) return unreadable(file, text, options);
  const { plan, problems } = parsePlan(text, resolve(file));
  if (plan === null) {
    const secrets = secretsIn(options.env);
    if (options.json) {
      const { sentence } = concealmentOf(text, secrets);
      writeJson(options, { file, valid: false, problems: problems.map((problem) => asData(problem, sentence)) });
    } else options.write(`${formatProblems(problems, { file, text, secrets }, options)}\n`);
    return exitCodes.usage;
  }
  const counts = countsOf(plan);
  if (options.json) writeJson(options, { file, valid: true, problems: [], ...counts });
  else options.write(`${plainText(file)}: valid: ${sentence(counts)}\n`);
  return exitCodes.passed;
}

function unreadable(file: string, error: PlanError, options: ValidateOptions): number {
  if (options.json) writeJson(options, { file, valid: false, problems: [{ message: error.message, hint: null }] });
  else options.write(`${plainText(error.message)}\n`);
  return error.exitCode;
}

/** `file` only where it does not stand in the plan itself. */
function asData(problem: PlanProblem, clean: (sentence: string) => string) {
  const { position, length, within } = problem;
  const other = within === undefined ? {} : { file: within.file };
  const [message, hint] = [clean(problem.message), problem.hint === null ? null : clean(problem.hint)];
  return { message, hint, ...other, ...(position && { line: position.line, column: position.column, length }) };
}

function writeJson(options: ValidateOptions, value: object): void {
  options.write(`${jsonText(value, 2)}\n`);
}

/** A scenario with a `skip` is recorded once, as it is in a run. */
export function countsOf(plan: Plan): PlanCounts {
  const tests = expandPlan(plan, noFilters, {}).stretches.flatMap((stretch) => stretch.tests);
  return {
    domains: plan.domains.length,
    loadouts: plan.domains.reduce((sum, domain) => sum + domain.loadouts.length, 0),
    scenarios: plan.domains.reduce((sum, domain) => sum + domain.scenarios.length, 0),
    tests: tests.length,
    trials: tests.reduce((sum, test) => sum + plannedTrials(test), 0),
  };
}

function sentence({ domains, loadouts, scenarios, trials }: PlanCounts): string {
  return [
    counted(domains, 'domain'),
    counted(loadouts, 'loadout'),
    counted(scenarios, 'scenario'),
    counted(trials, 'trial'),
  ].join(', ');
}
