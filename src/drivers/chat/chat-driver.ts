// The llm and vlm drivers: ask a scenario's turns, with their images, then check what was said. One prompt is the trial
// itself and has no steps.
import { evaluateChecks } from '../../checks/evaluate.ts';
import type { Evidence } from '../../checks/evidence.ts';
import { saysSomething } from '../../checks/minimal.ts';
import type { ChatScenario, Check } from '../../domain/plan.ts';
import type { CheckResult, StepResult } from '../../domain/results.ts';
import type { DriverContext, Measured } from '../driver-context.ts';
import { cannotBeAsked, nobodyToAsk } from '../http/sentences.ts';
import { watchLoop } from '../loop-delay.ts';
import { allPassed, judgedHere, nothingMeasured, withoutMeasurement } from '../measured.ts';
import type { TrialTask } from '../protocol.ts';
import { chatApiOf } from './ask-model.ts';
import { evidenceOf, outputOf } from './chat-evidence.ts';
import { chatMetrics } from './chat-metrics.ts';
import { ImageError } from './images.ts';
import { type AskedTurn, askForWarmUp, askTurns, type Conversation } from './turns.ts';
import { doubts } from './validity.ts';

export interface ChatTask extends TrialTask {
  readonly scenario: ChatScenario;
}

export async function runChat(task: ChatTask, context: DriverContext): Promise<Measured> {
  const conversation = conversationOf(task);
  if (typeof conversation === 'string') return withoutMeasurement('error', conversation);
  try {
    return await (task.kind === 'warmup' ? warmUp(conversation, context) : measure(task, conversation, context));
  } catch (error) {
    if (error instanceof ImageError) return withoutMeasurement('error', error.message);
    throw error;
  }
}

async function measure(task: ChatTask, conversation: Conversation, context: DriverContext): Promise<Measured> {
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
  const target = targets.find(({ role }) => role === scenario.driver) ?? targets[0];
  if (target === undefined) return nobodyToAsk;
  const api = chatApiOf(target.api);
  return api === null ? cannotBeAsked(target) : { scenario, target, api };
}

async function warmUp(conversation: Conversation, context: DriverContext): Promise<Measured> {
  const failure = await askForWarmUp(conversation, context);
  if (failure !== null) return withoutMeasurement(failure.status, failure.error);
  return nothingMeasured;
}

type Judged = Omit<Measured, 'validity'>;

async function judgePrompt(task: ChatTask, { redact, artifacts }: DriverContext, asked: AskedTurn): Promise<Judged> {
  const { answer, failure } = asked;
  const place = { artifacts, name: task.artifactName, redact };
  const actual = outputOf(answer, place);
  if (failure !== null) return { ...withoutMeasurement(failure.status, failure.error), actual };
  const metrics = chatMetrics([answer]);
  const evidence = evidenceOf(answer, metrics, redact);
  const checks = [
    ...(await checkAnswer(task.scenario, asked, evidence)),
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
  { redact, artifacts }: DriverContext,
  asked: AskedTurn,
  number: number,
): Promise<StepResult> {
  const { answer, failure, durationMs } = asked;
  const place = { artifacts, name: `${task.artifactName}_turn${number}`, redact };
  const shared = { name: `turn ${number}`, durationMs, actual: outputOf(answer, place) };
  if (failure !== null) return { ...shared, status: failure.status, metrics: {}, checks: [], error: failure.error };
  const metrics = chatMetrics([answer]);
  const checks = await checkAnswer(task.scenario, asked, evidenceOf(answer, metrics, redact));
  return { ...shared, status: allPassed(checks) ? 'passed' : 'failed', metrics, checks, error: null };
}

function notAsked(number: number, error: string): StepResult {
  return { name: `turn ${number}`, status: 'skipped', durationMs: 0, metrics: {}, checks: [], actual: null, error };
}

/** An answer that was asked for in a form is held to it without being told so again. */
async function checkAnswer(
  { responseSchema }: ChatScenario,
  { turn, answer }: AskedTurn,
  evidence: Evidence,
): Promise<readonly CheckResult[]> {
  const { text, reasoningText, finishReason } = answer;
  const minimal = saysSomething({ answer: text, reasoning: reasoningText, finishReason });
  const form: readonly Check[] =
    responseSchema === null ? [] : [{ kind: 'jsonSchema', schema: responseSchema, target: null, message: null }];
  return [minimal, ...(await evaluateChecks([...form, ...turn.expect], evidence))];
}
