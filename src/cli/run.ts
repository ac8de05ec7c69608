// `runner run`: from a plan file to an exit code.
import { exitCodes, UserError } from '../domain/errors.ts';
import type { Plan } from '../domain/plan.ts';
import { createRedactor, redacted } from '../domain/redaction.ts';
import { expandPlan } from '../plan/expand-plan.ts';
import { loadPlan } from '../plan/load-plan.ts';
import { recordedText } from '../plan/recorded-text.ts';
import { resolveVariables } from '../plan/resolve-variables.ts';
import { secretsIn, secretsOf } from '../plan/secrets.ts';
import { execute } from './compose.ts';
import { heedProcessLimits } from './process-limits.ts';
import { filtersOf, modeOf, type RunOptions } from './run-options.ts';
import { baseRequest } from './run-request.ts';
import { formatSchedule } from './schedule-table.ts';
import { terminalOf } from './terminal.ts';

export async function runPlan(file: string, options: RunOptions): Promise<number> {
  const plan = await loadPlan(file, secretsIn(process.env));
  const filters = filtersOf(options);
  const overrides = {
    ...(options.repeats !== undefined && { repeats: options.repeats }),
    ...(options.retries !== undefined && { retries: options.retries }),
  };
  const selected = expandPlan(plan, filters, overrides);
  const terminal = terminalOf(process.stdout, process.env);
  if (options.dryRun === true) {
    terminal.write(`${formatSchedule(selected, terminal.width, createRedactor(secretsOf(plan, process.env)).text)}\n`);
    return selected.stretches.length === 0 ? exitCodes.nothingRun : exitCodes.passed;
  }
  if (selected.stretches.length === 0) {
    throw new UserError(
      'nothing-selected',
      modeOf(filters) !== 'full'
        ? `no test of ${file} matches all filters together; runner ${file} --dry-run lists what there is`
        : `${file} holds no test: each domain needs at least one scenario, and loadouts that its scenarios name`,
      exitCodes.nothingRun,
    );
  }
  heedProcessLimits();
  const { schedule, secrets, version } = resolveVariables(plan, selected, process.env);
  return execute({
    ...baseRequest(options),
    plan,
    schedule: { ...schedule, notes: [...schedule.notes, ...secretsInPlan(plan, secrets)] },
    secrets,
    version,
    filters,
    overrides,
    mode: modeOf(filters),
    continuation: null,
  });
}

/** The snapshot of the plan is then not the plan as it stands in its file. */
function secretsInPlan(plan: Plan, secrets: readonly string[]): string[] {
  if (recordedText(plan, secrets) === plan.source.text) return [];
  return [`the plan holds text that is treated as a secret; it stands as ${redacted} in system_info.yaml`];
}
