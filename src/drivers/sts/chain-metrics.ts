// From the times of a chain to metrics and to one step per stage, on one clock that begins when the recording is sent: the
// end of what was said. Formulas and sources are those of domain/metrics.ts. Pure.
import { present } from '../../domain/present.ts';
import type { Metrics, StepResult } from '../../domain/results.ts';
import { cut, oneLine } from '../../domain/text.ts';
import { chatMetrics } from '../chat/chat-metrics.ts';
import { playbackOf } from '../speech/pieces.ts';
import { decibels, type Sound } from '../speech/sound.ts';
import type { Chain, SpokenSentence } from './chain.ts';
import { notAsked } from './sentences.ts';

const shownSentence = 80;

/** What was not measured is absent. */
export function chainMetrics(chain: Chain, inputSeconds: number | null): Metrics {
  const { heard, reply, spoken } = chain;
  const from = heard.sentAt;
  const [first] = spoken;
  const pieces = spoken.flatMap(({ speech }) => speech.pieces);
  const playback = playbackOf(pieces);
  const sound = joined(spoken.flatMap(({ speech }) => speech.audio?.sound ?? []));
  const seconds = spoken.reduce((sum, { speech }) => sum + (speech.audio?.seconds ?? 0), 0);
  const firstAudioAt = first?.speech.firstAudioAt ?? null;
  const answer = reply?.answer;
  const asked = answer?.sentAt ?? 0;
  return present({
    ...(answer !== undefined && ofTheModel(chatMetrics([answer]))),
    sttMs: heard.endAt - from,
    llmTtftMs: since(asked, answer?.firstTextAt),
    firstSentenceMs: since(asked, answer?.firstSentenceAt),
    ttsTtfaMs: first === undefined ? undefined : since(first.speech.sentAt, firstAudioAt),
    voiceToVoiceMs: since(from, firstAudioAt),
    e2eMs: since(from, endOf(chain)),
    inputAudioSeconds: inputSeconds ?? undefined,
    audioSeconds: spoken.length === 0 ? undefined : seconds,
    sentences: spoken.length === 0 ? undefined : spoken.length,
    longestStallMs: playback?.longestStallMs,
    underruns: playback?.underruns,
    clippedPercent: sound === null ? undefined : sound.clipped * 100,
    rmsDbfs: sound === null ? undefined : (decibels(sound) ?? undefined),
  });
}

/** The waterfall: when each stage was asked, gave its first output and was done. One that was not reached says why. */
export function stagesOf({ heard, reply, spoken }: Chain, redact: (text: string) => string): readonly StepResult[] {
  const from = heard.sentAt;
  // A transcript comes in one piece.
  const transcriptAt = heard.text === '' ? null : heard.endAt;
  const stages = [stage('stt', from, { sentAt: from, firstAt: transcriptAt, endAt: heard.endAt }, heard.failure)];
  if (reply === null) {
    const why = notAsked(heard.failure === null ? 'nothing was heard' : 'stt gave no transcript');
    return [...stages, notReached('llm', why), notReached('tts 1', why)];
  }
  const { answer, endAt, failure } = reply;
  stages.push(stage('llm', from, { sentAt: answer.sentAt, firstAt: answer.firstTextAt, endAt }, failure));
  if (spoken.length === 0) {
    stages.push(
      notReached('tts 1', notAsked(`llm gave ${failure === null ? 'nothing that can be spoken' : 'no answer'}`)),
    );
  }
  for (const [index, { text, speech }] of spoken.entries()) {
    const said = { content: cut(oneLine(redact(text)), shownSentence), path: null };
    const times = { sentAt: speech.sentAt, firstAt: speech.firstAudioAt, endAt: speech.endAt };
    stages.push({ ...stage(`tts ${index + 1}`, from, times, speech.failure), actual: said });
  }
  return stages;
}

interface StageTimes {
  readonly sentAt: number;
  /** Null where it gave nothing. */
  readonly firstAt: number | null;
  readonly endAt: number;
}

function stage(
  name: string,
  from: number,
  { sentAt, firstAt, endAt }: StageTimes,
  failure: SpokenSentence['speech']['failure'],
): StepResult {
  return {
    name,
    status: failure?.status ?? 'passed',
    durationMs: Math.max(0, endAt - sentAt),
    metrics: present({
      stageStartMs: sentAt - from,
      stageFirstOutputMs: since(from, firstAt),
      stageEndMs: endAt - from,
    }),
    checks: [],
    actual: null,
    error: failure?.error ?? null,
  };
}

function notReached(name: string, error: string): StepResult {
  return { name, status: 'skipped', durationMs: 0, metrics: {}, checks: [], actual: null, error };
}

/** Of the language model's figures, those that a chain has too. */
function ofTheModel({ outputTokens, inputTokens, tokenSource, decodeTokensPerSecond, finishReason }: Metrics) {
  return { outputTokens, inputTokens, tokenSource, decodeTokensPerSecond, finishReason };
}

function since(from: number, at: number | null | undefined): number | undefined {
  return at === null || at === undefined ? undefined : at - from;
}

/** The last byte of all; null where nothing was spoken. A model can go on when its last sentence is out. */
function endOf({ reply, spoken }: Chain): number | null {
  const last = spoken.at(-1);
  return last === undefined ? null : Math.max(last.speech.endAt, reply?.endAt ?? 0);
}

/** Several sounds as one; null for none. */
function joined(sounds: readonly Sound[]): Sound | null {
  const samples = sounds.reduce((sum, sound) => sum + sound.samples, 0);
  if (samples === 0) return null;
  const mean = (of: (sound: Sound) => number): number =>
    sounds.reduce((sum, sound) => sum + of(sound) * sound.samples, 0) / samples;
  return {
    samples,
    rms: Math.sqrt(mean(({ rms }) => rms * rms)),
    peak: Math.max(...sounds.map(({ peak }) => peak)),
    clipped: mean(({ clipped }) => clipped),
    invalid: sounds.reduce((sum, { invalid }) => sum + invalid, 0),
  };
}
