// The llm driver: asks a scenario's turns, then checks what was said. One prompt is the trial itself and has no steps.

import { evaluateChecks } from '../../checks/evaluate.ts';
import type { Evidence } from '../../checks/evidence.ts';
import { saysSomething } from '../../checks/minimal.ts';
import type { ApiName, ChatScenario } from '../../domain/plan.ts';
import type { CheckResult, StepResult } from '../../domain/results.ts';
import { serviceIdOf } from '../../domain/schedule.ts';
import type { DriverContext, Measured } from '../driver-context.ts';
import { allPassed, judgedHere, withoutMeasurement } from '../measured.ts';
import type { TrialTask } from '../protocol.ts';
import type { ChatApi } from './chat-api.ts';
import { evidenceOf, outputOf } from './chat-evidence.ts';
import { chatMetrics } from './chat-metrics.ts';
import { watchLoop } from './loop-delay.ts';
import { ollamaApi } from './ollama.ts';
import { openaiApi } from './openai.ts';
import { type AskedTurn, askForWarmUp, askTurns, type Conversation } from './turns.ts';
import { doubts } from './validity.ts';

export interface ChatTask extends TrialTask {
  readonly scenario: ChatScenario;
}

export async function runChat(task: ChatTask, context: DriverContext): Promise<Measured> {
  const conversation = conversationOf(task);
  if (typeof conversation === 'string') return withoutMeasurement('error', conversation);
  if (task.kind === 'warmup') return warmUp(conversation, context);
  const loop = watchLoop();
  const asked = await askTurns(conversation, context);
  const answers = asked.map(({ answer }) => answer);
  const validity = doubts(answers, loop.longestDelayMs());
  const [only] = asked;
  const measured =
    only !== undefined && task.scenario.turns.length === 1
      ? await judgePrompt(task, context, only)
      : await judgeConversation(task, context, asked);
  return { ...measured, validity };
}

/** A sentence where the loadout has nothing that could be asked. */
function conversationOf({ scenario, targets }: ChatTask): Conversation | string {
  const target = targets.find(({ role }) => role === 'llm') ?? targets[0];
  if (target === undefined) return 'the loadout has no service that could be asked';
  const api = apiOf(target.api);
  return api === null
    ? `service "${serviceIdOf(target)}" has "api: none" and cannot be asked`
    : { scenario, target, api };
}

function apiOf(name: ApiName): ChatApi | null {
  switch (name) {
    case 'openai':
      return openaiApi;
    case 'ollama':
      return ollamaApi;
    case 'none':
      return null;
    default:
      return name satisfies never;
  }
}

async function warmUp(conversation: Conversation, context: DriverContext): Promise<Measured> {
  const failure = await askForWarmUp(conversation, context);
  if (failure !== null) return withoutMeasurement(failure.status, failure.error);
  return { status: 'passed', metrics: {}, checks: [], steps: [], actual: null, validity: [], error: null };
}

type Judged = Omit<Measured, 'validity'>;

async function judgePrompt(task: ChatTask, { redact }: DriverContext, asked: AskedTurn): Promise<Judged> {
  const { answer, failure } = asked;
  const place = { runDirectory: task.runDirectory, name: task.artifactName, redact };
  const actual = await outputOf(answer, place);
  if (failure !== null) return { ...withoutMeasurement(failure.status, failure.error), actual };
  const metrics = chatMetrics([answer]);
  const evidence = evidenceOf(answer, metrics, redact);
  const checks = [
    ...(await checkAnswer(asked, evidence)),
    ...(await evaluateChecks(judgedHere(task.scenario.expect), evidence)),
  ];
  return { status: allPassed(checks) ? 'passed' : 'failed', metrics, checks, steps: [], actual, error: null };
}

async function judgeConversation(task: ChatTask, context: DriverContext, asked: readonly AskedTurn[]): Promise<Judged> {
  const steps: StepResult[] = [];
  for (const [index, turn] of asked.entries()) steps.push(await judgeTurn(task, context, turn, index + 1));
  const last = asked.at(-1);
  const actual = steps.at(-1)?.actual ?? null;
  if (last === undefined) return withoutMeasurement('error', 'the scenario has no turns');
  if (last.failure !== null) {
    const { status, error } = last.failure;
    for (let number = asked.length + 1; number <= task.scenario.turns.length; number += 1) {
      steps.push(notAsked(number, `not asked: turn ${asked.length} gave no answer`));
    }
    return { ...withoutMeasurement(status, `turn ${asked.length}: ${error}`), steps, actual };
  }
  const metrics = chatMetrics(asked.map(({ answer }) => answer));
  const evidence = evidenceOf(last.answer, metrics, context.redact);
  const checks = await evaluateChecks(judgedHere(task.scenario.expect), evidence);
  const passed = allPassed(checks) && steps.every(({ status }) => status === 'passed');
  return { status: passed ? 'passed' : 'failed', metrics, checks, steps, actual, error: null };
}

async function judgeTurn(
  task: ChatTask,
  { redact }: DriverContext,
  asked: AskedTurn,
  number: number,
): Promise<StepResult> {
  const { answer, failure, durationMs } = asked;
  const place = { runDirectory: task.runDirectory, name: `${task.artifactName}_turn${number}`, redact };
  const shared = { name: `turn ${number}`, durationMs, actual: await outputOf(answer, place) };
  if (failure !== null) return { ...shared, status: failure.status, metrics: {}, checks: [], error: failure.error };
  const metrics = chatMetrics([answer]);
  const checks = await checkAnswer(asked, evidenceOf(answer, metrics, redact));
  return { ...shared, status: allPassed(checks) ? 'passed' : 'failed', metrics, checks, error: null };
}

function notAsked(number: number, error: string): StepResult {
  return { name: `turn ${number}`, status: 'skipped', durationMs: 0, metrics: {}, checks: [], actual: null, error };
}

async function checkAnswer({ turn, answer }: AskedTurn, evidence: Evidence): Promise<readonly CheckResult[]> {
  const { text, reasoningText, finishReason } = answer;
  const minimal = saysSomething({ answer: text, reasoning: reasoningText, finishReason });
  return [minimal, ...(await evaluateChecks(turn.expect, evidence))];
}
