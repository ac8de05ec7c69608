// The command driver: runs a scenario's steps one after the other; the first bad one ends it, and the others say why they
// were not run. The scenario's own checks look at the last step.
import { evaluateChecks } from '../../checks/evaluate.ts';
import type { CommandScenario } from '../../domain/plan.ts';
import type { Metrics, StepResult } from '../../domain/results.ts';
import type { DriverContext, Measured } from '../driver-context.ts';
import { allPassed, judgedHere, withoutMeasurement } from '../measured.ts';
import type { TrialTask } from '../protocol.ts';
import { type MeasuredStep, measureStep, skippedStep } from './step.ts';

export interface CommandTask extends TrialTask {
  readonly scenario: CommandScenario;
}

export async function runCommands(task: CommandTask, context: DriverContext): Promise<Measured> {
  const steps: StepResult[] = [];
  let last: MeasuredStep | null = null;
  for (const [index, step] of task.scenario.steps.entries()) {
    if (last !== null && last.result.status !== 'passed') {
      const { name, status } = last.result;
      steps.push(skippedStep(step, context, `not run: step "${name}" ${inWords(status)}`));
    } else {
      last = await measureStep(task, context, { step, number: index + 1 });
      steps.push(last.result);
    }
  }
  if (last === null) return withoutMeasurement('error', 'the scenario has no steps');
  return { ...(await conclude(task, context, last)), steps };
}

async function conclude(
  { scenario }: CommandTask,
  { limits }: DriverContext,
  { result, evidence }: MeasuredStep,
): Promise<Omit<Measured, 'steps'>> {
  const { status, error, name, actual, exitCode } = result;
  const metrics: Metrics = exitCode === undefined ? {} : { exitCode };
  const judged = { metrics, actual, validity: [], checks: [] };
  if (status === 'error' || status === 'timeout') {
    const aborted = limits.interruption?.kind === 'aborted' ? limits.interruption.reason : null;
    return { ...judged, status, error: aborted ?? `step "${name}" ${error ?? status}` };
  }
  if (status !== 'passed' || evidence === null) return { ...judged, status: 'failed', error: null };
  const checks = await evaluateChecks(judgedHere(scenario.expect), { ...evidence, metrics });
  return { ...judged, checks, status: allPassed(checks) ? 'passed' : 'failed', error: null };
}

function inWords(status: StepResult['status']): string {
  if (status === 'timeout') return 'did not end in time';
  return status === 'error' ? 'could not be measured' : status;
}
