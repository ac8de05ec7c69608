// One step of a command scenario: run, recorded, checked.
import { statSync } from 'node:fs';
import { evaluateChecks } from '../../checks/evaluate.ts';
import type { Evidence } from '../../checks/evidence.ts';
import { minimalStepChecks } from '../../checks/minimal.ts';
import type { CommandStep } from '../../domain/plan.ts';
import type { StepResult } from '../../domain/results.ts';
import { cut, oneLine } from '../../domain/text.ts';
import type { DriverContext } from '../driver-context.ts';
import { allPassed } from '../measured.ts';
import type { TrialTask } from '../protocol.ts';
import { couldNotStart, whyEnded } from './sentences.ts';
import { stepEnvironment } from './step-environment.ts';
import {
  discardOutput,
  type OutputFile,
  openOutput,
  readTarget,
  type SettledOutput,
  settleOutput,
} from './step-output.ts';
import { runStep, type StepEnd, type StepInterruption } from './step-process.ts';

export interface MeasuredStep {
  readonly result: StepResult;
  /** What checks may look at; null where the step did not end by itself. */
  readonly evidence: Evidence | null;
}

export interface NumberedStep {
  readonly step: CommandStep;
  /** From 1. */
  readonly number: number;
}

const longestName = 100;
const longestReason = 500;

export async function measureStep(
  task: TrialTask,
  context: DriverContext,
  { step, number }: NumberedStep,
): Promise<MeasuredStep> {
  const { limits, redact } = context;
  const begun = blank(step, context);
  if (limits.interruption !== null) return unfinished(begun, brokenOff(limits.interruption));
  if (statSync(step.cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return unfinished(begun, notStarted(`there is no directory ${redact(step.cwd)}`));
  }
  const { end, texts, actual } = await execute(task, context, { step, number });
  const ended = { ...begun, ...figures(end), actual };
  if (end.interruption !== null) return unfinished(ended, brokenOff(end.interruption));
  if (end.startError !== null) return unfinished(ended, notStarted(oneLine(redact(end.startError))));
  const evidence: Evidence = {
    defaultTarget: 'stdout',
    texts,
    metrics: ended.metrics,
    exit: end.exit,
    reference: null,
    readFile: (path) => readTarget(step.cwd, path),
    redact,
  };
  const checks = await evaluateChecks([...minimalStepChecks(step.expect), ...step.expect], evidence);
  return { result: { ...ended, checks, status: allPassed(checks) ? 'passed' : 'failed' }, evidence };
}

export function skippedStep(step: CommandStep, context: DriverContext, error: string): StepResult {
  return { ...blank(step, context), error };
}

async function execute(task: TrialTask, context: DriverContext, { step, number }: NumberedStep) {
  const outputs = openOutputs(task, number);
  const command = {
    line: step.run,
    cwd: step.cwd,
    env: stepEnvironment(task, step),
    stdout: outputs.stdout.descriptor,
    stderr: outputs.stderr.descriptor,
    timeoutMs: step.timeoutMs,
  };
  const end = await runStep(command, context);
  const { out, err } = settleOutputs(outputs, context);
  const actual = {
    content: out.shown,
    path: out.path,
    ...(err.raw !== '' && { stderr: err.shown }),
    ...(err.path !== null && { stderrPath: err.path }),
  };
  return { end, texts: { stdout: out.raw, stderr: err.raw }, actual };
}

interface Outputs {
  readonly stdout: OutputFile;
  readonly stderr: OutputFile;
}

/** Both or none. */
function openOutputs({ runDirectory, artifactName }: TrialTask, number: number): Outputs {
  const stdout = openOutput(runDirectory, `${artifactName}_step${number}.stdout.txt`);
  try {
    return { stdout, stderr: openOutput(runDirectory, `${artifactName}_step${number}.stderr.txt`) };
  } catch (error) {
    discardOutput(stdout);
    throw error;
  }
}

function settleOutputs({ stdout, stderr }: Outputs, context: DriverContext) {
  let out: SettledOutput;
  try {
    out = settleOutput(stdout, context);
  } catch (error) {
    discardOutput(stderr);
    throw error;
  }
  return { out, err: settleOutput(stderr, context) };
}

function blank({ name, run }: CommandStep, { redact }: DriverContext): StepResult {
  const shown = cut(oneLine(redact(name ?? run)), longestName);
  return { name: shown, status: 'skipped', durationMs: 0, metrics: {}, checks: [], actual: null, error: null };
}

function unfinished(step: StepResult, how: Pick<StepResult, 'status' | 'error'>): MeasuredStep {
  return { result: { ...step, ...how }, evidence: null };
}

function brokenOff(interruption: StepInterruption) {
  return { status: interruption.kind === 'timeout' ? 'timeout' : 'error', error: whyEnded(interruption) } as const;
}

function notStarted(reason: string) {
  return { status: 'error', error: couldNotStart(cut(reason, longestReason)) } as const;
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
