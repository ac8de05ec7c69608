// The sts driver: speech in, speech out, through a chain of three models, measured as a waterfall.
import { evaluateChecks } from '../../checks/evaluate.ts';
import type { Evidence } from '../../checks/evidence.ts';
import { heardSomething, saysSomething, soundsLikeSomething } from '../../checks/minimal.ts';
import type { ConversationScenario } from '../../domain/plan.ts';
import type { ActualOutput, CheckResult, Metrics, StepResult, ValidityNote } from '../../domain/results.ts';
import { chatApiOf } from '../chat/ask-model.ts';
import { reasoningOutput } from '../chat/chat-evidence.ts';
import { doubts } from '../chat/validity.ts';
import type { DriverContext, Measured } from '../driver-context.ts';
import { cannotBeAsked } from '../http/sentences.ts';
import { watchLoop } from '../loop-delay.ts';
import { allPassed, judgedHere, nothingMeasured, type TrialFailure, withoutMeasurement } from '../measured.ts';
import type { TrialTask } from '../protocol.ts';
import { shownText } from '../shown-text.ts';
import { type Recording, RecordingError, readRecording } from '../speech/recording.ts';
import { comparison, referenceOf } from '../speech/reference.ts';
import { wavFile } from '../speech/wav-file.ts';
import { type Chain, type Links, runChain, type SpokenSentence } from './chain.ts';
import { chainMetrics, stagesOf } from './chain-metrics.ts';
import { missingLink, thoughtsSpoken } from './sentences.ts';

export interface ConversationTask extends TrialTask {
  readonly scenario: ConversationScenario;
}

export async function runSpokenConversation(task: ConversationTask, context: DriverContext): Promise<Measured> {
  const links = linksOf(task);
  if (typeof links === 'string') return withoutMeasurement('error', links);
  try {
    const recording = await readRecording(task.scenario.audio);
    return await (task.kind === 'warmup'
      ? warmUp(task, links, recording, context)
      : measure(task, links, recording, context));
  } catch (error) {
    if (error instanceof RecordingError) return withoutMeasurement('error', error.message);
    throw error;
  }
}

/** A sentence where the loadout has not all that a chain needs. */
function linksOf({ targets }: ConversationTask): Links | string {
  const [stt, llm, tts] = (['stt', 'llm', 'tts'] as const).map((role) =>
    targets.find((target) => target.role === role),
  );
  if (stt === undefined) return missingLink('stt');
  if (llm === undefined) return missingLink('llm');
  if (tts === undefined) return missingLink('tts');
  const api = chatApiOf(llm.api);
  return api === null ? cannotBeAsked(llm) : { stt, llm, api, tts };
}

/** Its result means nothing; that each link works is all that matters. */
async function warmUp(
  { scenario }: ConversationTask,
  links: Links,
  recording: Recording,
  context: DriverContext,
): Promise<Measured> {
  const failure = failureOf(await runChain(scenario, links, recording, context));
  return failure === null ? nothingMeasured : withoutMeasurement(failure.status, failure.error);
}

async function measure(
  task: ConversationTask,
  links: Links,
  recording: Recording,
  context: DriverContext,
): Promise<Measured> {
  const loop = watchLoop();
  const chain = await runChain(task.scenario, links, recording, context);
  const validity = doubtsOf(chain, loop.longestDelayMs());
  const steps = stagesOf(chain, context.redact).map((step) => withoutSecrets(step, context));
  const actual = outputOf(task, chain, context);
  const failure = failureOf(chain);
  if (failure !== null) return { ...withoutMeasurement(failure.status, failure.error), steps, actual, validity };
  const { scenario } = task;
  const reference = referenceOf(scenario.reference, scenario);
  const metrics = { ...chainMetrics(chain, recording.seconds), ...comparison(reference, chain.heard.text) };
  const checks = await judge(scenario, chain, metrics, context);
  return { status: allPassed(checks) ? 'passed' : 'failed', metrics, checks, steps, actual, validity, error: null };
}

function doubtsOf({ reply }: Chain, longestDelayMs: number): readonly ValidityNote[] {
  const notes = doubts(reply === null ? [] : [reply.answer], longestDelayMs);
  const thoughts = reply?.answer.spokenThoughts ?? 0;
  return thoughts === 0 ? notes : [...notes, { reason: 'thinking-in-content', detail: thoughtsSpoken(thoughts) }];
}

/** The first one in time: an answer goes on although a sentence of it could not be spoken. */
function failureOf({ heard, reply, spoken }: Chain): TrialFailure | null {
  const parts = [heard, ...(reply === null ? [] : [reply]), ...spoken.map(({ speech }) => speech)];
  const failed = parts.filter(({ failure }) => failure !== null).toSorted((a, b) => a.endAt - b.endAt);
  return failed[0]?.failure ?? null;
}

async function judge(
  scenario: ConversationScenario,
  { heard, reply, spoken }: Chain,
  metrics: Metrics,
  { redact }: DriverContext,
): Promise<readonly CheckResult[]> {
  const answer = reply?.answer.text ?? '';
  const reasoning = reply?.answer.reasoningText ?? '';
  const evidence: Evidence = {
    defaultTarget: 'answer',
    texts: { answer, reasoning, transcript: heard.text },
    metrics,
    exit: null,
    reference: referenceOf(scenario.reference, scenario),
    readFile: async () => ({ kind: 'missing' }), // the plan allows no files as targets here
    redact,
  };
  const sound = spoken.flatMap(({ speech }) => speech.audio ?? []);
  const own = [
    heardSomething({ transcript: heard.text, reference: null }),
    saysSomething({ answer, reasoning, finishReason: reply?.answer.finishReason ?? null }),
    soundsLikeSomething({
      seconds: sound.reduce((sum, { seconds }) => sum + seconds, 0),
      peak: Math.max(0, ...sound.map((audio) => audio.sound.peak)),
      invalid: sound.reduce((sum, audio) => sum + audio.sound.invalid, 0),
    }),
  ];
  return [...own, ...(await evaluateChecks(judgedHere(scenario.expect), evidence))];
}

function outputOf(
  { artifactName }: ConversationTask,
  { heard, reply, spoken }: Chain,
  { redact, artifacts }: DriverContext,
): ActualOutput | null {
  if (heard.failure !== null) return null;
  const sound = soundOf(spoken);
  const place = { artifacts, name: artifactName, redact };
  const transcript = shownText({ text: heard.text, part: '.transcript' }, place);
  const answer = reply?.answer;
  return {
    ...shownText({ text: answer?.text ?? '', omitted: answer?.omitted.answer ?? 0 }, place),
    transcript: transcript.content,
    ...(transcript.path !== null && { transcriptPath: transcript.path }),
    ...(answer !== undefined && reasoningOutput(answer, place)),
    ...(sound !== null && { audioPath: artifacts.write(`${artifactName}.wav`, sound) }),
  };
}

/** All sentences in one file; one that is of another format than the first is left out. Null where there is no sound. */
function soundOf(spoken: readonly SpokenSentence[]): Uint8Array | null {
  const audio = spoken.flatMap(({ speech }) => speech.audio ?? []);
  const [first] = audio;
  if (first === undefined) return null;
  const format = JSON.stringify(first.format);
  const alike = audio.filter((one) => JSON.stringify(one.format) === format);
  return wavFile(first.format, Buffer.concat(alike.map(({ samples }) => samples)));
}

function withoutSecrets(step: StepResult, { redact }: DriverContext): StepResult {
  return { ...step, error: step.error === null ? null : redact(step.error) };
}
