// The command driver: runs a scenario's steps one after the other; the first bad one ends it. Times are those of processes.
import { statSync } from 'node:fs';
import { evaluateChecks } from '../../checks/evaluate.ts';
import type { Evidence } from '../../checks/evidence.ts';
import { minimalStepChecks } from '../../checks/minimal.ts';
import type { CommandScenario, CommandStep } from '../../domain/plan.ts';
import type { Metrics, StepResult } from '../../domain/results.ts';
import { cut, oneLine } from '../../domain/text.ts';
import type { DriverContext, Measured } from '../driver-context.ts';
import { allPassed, judgedHere, withoutMeasurement } from '../measured.ts';
import type { TrialTask } from '../protocol.ts';
import { couldNotStart, whyEnded } from './sentences.ts';
import { stepEnvironment } from './step-environment.ts';
import { headAndTail, type OutputFile, openOutput, readTarget, removeOutput, settleOutput } from './step-output.ts';
import { runStep, type StepEnd, type StepInterruption } from './step-process.ts';

export interface CommandTask extends TrialTask {
  readonly scenario: CommandScenario;
}

/** A step that was run, with what the scenario's own checks may look at. */
interface RunStep {
  readonly result: StepResult;
  readonly evidence: Evidence | null;
}

export async function runCommands(task: CommandTask, context: DriverContext): Promise<Measured> {
  const { steps: planned, expect } = task.scenario;
  const steps: StepResult[] = [];
  let last: RunStep | null = null;
  for (const [index, step] of planned.entries()) {
    if (last !== null && last.result.status !== 'passed') {
      const error = `not run: step "${last.result.name}" ${inWords(last.result.status)}`;
      steps.push({ ...blank(nameOf(step, context)), error });
      continue;
    }
    last = await run(task, context, step, index + 1);
    steps.push(last.result);
  }
  if (last === null) return withoutMeasurement('error', 'the scenario has no steps');
  const { status, error, name, actual, exitCode } = last.result;
  const metrics: Metrics = exitCode === undefined ? {} : { exitCode };
  const judged = { metrics, steps, actual, validity: [], checks: [] };
  if (status === 'error' || status === 'timeout')
    return { ...judged, status, error: `step "${name}" ${error ?? status}` };
  if (status !== 'passed' || last.evidence === null) return { ...judged, status: 'failed', error: null };
  const checks = await evaluateChecks(judgedHere(expect), { ...last.evidence, metrics });
  return { ...judged, checks, status: allPassed(checks) ? 'passed' : 'failed', error: null };
}

async function run(task: CommandTask, context: DriverContext, step: CommandStep, number: number): Promise<RunStep> {
  const name = nameOf(step, context);
  const { interruption } = context.limits;
  if (interruption !== null) return { result: unfinished(name, interruption), evidence: null };
  if (statSync(step.cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const error = couldNotStart(`there is no directory ${context.redact(step.cwd)}`);
    return { result: { ...blank(name), status: 'error', error }, evidence: null };
  }
  const stdout = openOutput(task.runDirectory, `${task.artifactName}_step${number}.stdout.txt`);
  const stderr = openOutput(task.runDirectory, `${task.artifactName}_step${number}.stderr.txt`);
  const end = await runStep(
    {
      line: step.run,
      cwd: step.cwd,
      env: stepEnvironment(task, step),
      stdout: stdout.descriptor,
      stderr: stderr.descriptor,
      timeoutMs: step.timeoutMs,
    },
    context.limits,
  );
  const outputs = await settle(task.runDirectory, { stdout, stderr }, context.redact);
  const shared = { ...blank(name), ...figures(end), actual: outputs.actual };
  if (end.interruption !== null) return { result: { ...shared, ...broken(end.interruption) }, evidence: null };
  if (end.startError !== null) {
    const error = couldNotStart(cut(oneLine(context.redact(end.startError)), longestReason));
    return { result: { ...shared, status: 'error', error }, evidence: null };
  }
  const evidence: Evidence = {
    defaultTarget: 'stdout',
    texts: outputs.texts,
    metrics: shared.metrics,
    exit: end.exit,
    readFile: (path) => readTarget(step.cwd, path),
    redact: context.redact,
  };
  const checks = await evaluateChecks([...minimalStepChecks(step.expect), ...step.expect], evidence);
  return { result: { ...shared, checks, status: allPassed(checks) ? 'passed' : 'failed' }, evidence };
}

function inWords(status: StepResult['status']): string {
  if (status === 'timeout') return 'did not end in time';
  return status === 'error' ? 'could not be measured' : status;
}

const longestName = 100;
const longestReason = 500;

function nameOf({ name, run: line }: CommandStep, { redact }: DriverContext): string {
  return cut(oneLine(redact(name ?? line)), longestName);
}

function blank(name: string): StepResult {
  return { name, status: 'skipped', durationMs: 0, metrics: {}, checks: [], actual: null, error: null };
}

function unfinished(name: string, interruption: StepInterruption): StepResult {
  return { ...blank(name), ...broken(interruption) };
}

function broken(interruption: StepInterruption) {
  return { status: interruption.kind === 'timeout' ? 'timeout' : 'error', error: whyEnded(interruption) } as const;
}

function figures({ exit, durationMs }: StepEnd) {
  const { exitCode = null, signal = null } = exit ?? {};
  return {
    durationMs,
    metrics: exitCode === null ? {} : { exitCode },
    ...(exitCode !== null && { exitCode }),
    ...(signal !== null && { signal }),
  };
}

interface Outputs {
  readonly stdout: OutputFile;
  readonly stderr: OutputFile;
}

async function settle(runDirectory: string, { stdout, stderr }: Outputs, redact: (text: string) => string) {
  const out = await settleOutput(runDirectory, stdout, redact);
  const err = await settleOutput(runDirectory, stderr, redact);
  const silent = err.raw === '';
  if (silent) await removeOutput(runDirectory, stderr);
  return {
    texts: { stdout: out.raw, stderr: err.raw },
    actual: {
      content: headAndTail(out.clean),
      path: stdout.path,
      ...(!silent && { stderr: headAndTail(err.clean), stderrPath: stderr.path }),
    },
  };
}
