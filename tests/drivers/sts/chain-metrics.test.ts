import { describe, expect, it } from 'vitest';
import type { TrialFailure } from '../../../src/drivers/measured.ts';
import type { AudioPiece } from '../../../src/drivers/speech/pieces.ts';
import type { Speech } from '../../../src/drivers/speech/speak.ts';
import type { Transcription } from '../../../src/drivers/speech/transcribe.ts';
import type { Chain } from '../../../src/drivers/sts/chain.ts';
import { chainMetrics, stagesOf } from '../../../src/drivers/sts/chain-metrics.ts';
import { SpokenAnswer } from '../../../src/drivers/sts/spoken-answer.ts';

const heard: Transcription = { text: 'hello', sentAt: 1000, endAt: 1300, language: null, failure: null };

/** Asked at 1310; two sentences, whole at 1400 and, with the end of the answer, at 1900. */
function answered(): SpokenAnswer {
  const answer = new SpokenAnswer(() => undefined);
  answer.sentAt = 1310;
  answer.at = 1400;
  answer.content('The sea is calm today. ');
  answer.at = 1520;
  answer.content('We will sail before noon.');
  answer.at = 1900;
  answer.figures({ outputTokens: 11 });
  answer.finish('stop');
  answer.end();
  answer.complete();
  return answer;
}

function spoken(
  sentAt: number,
  pieces: readonly AudioPiece[],
  endAt: number,
  failure: TrialFailure | null = null,
): Speech {
  const seconds = pieces.reduce((sum, piece) => sum + piece.seconds, 0);
  const samples = new Uint8Array();
  return {
    sentAt,
    firstByteAt: sentAt + 5,
    firstAudioAt: pieces[0]?.at ?? null,
    endAt,
    pieces,
    bytes: samples,
    audio: {
      format: { encoding: 'signed', bits: 16, rate: 16_000, channels: 1 },
      seconds,
      samples,
      sound: { samples: 100, rms: 0.1, peak: 0.5, clipped: 0.02, invalid: 0 },
    },
    failure,
  };
}

const whole: Chain = {
  heard,
  reply: { answer: answered(), endAt: 1900, failure: null },
  spoken: [
    {
      text: 'The sea is calm today.',
      speech: spoken(
        1525,
        [
          { at: 1600, seconds: 0.5 },
          { at: 1700, seconds: 0.5 },
        ],
        1710,
      ),
    },
    { text: 'We will sail before noon.', speech: spoken(1900, [{ at: 2800, seconds: 1 }], 2850) },
  ],
};

const plain = (text: string): string => text;

describe('a chain of models', () => {
  it('is measured from the end of what was said', () => {
    expect(chainMetrics(whole, 1.5)).toEqual({
      sttMs: 300,
      llmTtftMs: 90,
      firstSentenceMs: 90,
      ttsTtfaMs: 75,
      voiceToVoiceMs: 600,
      e2eMs: 1850,
      inputAudioSeconds: 1.5,
      audioSeconds: 2,
      sentences: 2,
      // A playback that began at 1600 had sound until 2600, and the next piece came at 2800.
      longestStallMs: 1100,
      underruns: 1,
      clippedPercent: 2,
      rmsDbfs: -20,
      outputTokens: 11,
      tokenSource: 'server',
      decodeTokensPerSecond: expect.closeTo(10 / 0.12, 9),
      finishReason: 'stop',
    });
  });

  it('ends with the model, where that goes on behind its last sentence', () => {
    const { reply } = whole;
    if (reply === null) throw new Error('no reply');
    expect(chainMetrics({ ...whole, reply: { ...reply, endAt: 4000 } }, 1.5)).toMatchObject({ e2eMs: 3000 });
  });

  it('is a waterfall of stages on one clock', () => {
    const times = stagesOf(whole, plain).map(({ name, metrics }) => [
      name,
      metrics['stageStartMs'],
      metrics['stageFirstOutputMs'],
      metrics['stageEndMs'],
    ]);
    expect(times).toEqual([
      ['stt', 0, 300, 300],
      ['llm', 310, 400, 900],
      ['tts 1', 525, 600, 710],
      ['tts 2', 900, 1800, 1850],
    ]);
  });

  it('names the stage that failed, and measures nothing behind it', () => {
    const failure = { status: 'error', error: 'service "tts" answered with HTTP 503' } as const;
    const broken: Chain = {
      ...whole,
      spoken: [{ text: 'The sea is calm today.', speech: { ...spoken(1525, [], 1530, failure), audio: null } }],
    };
    expect(stagesOf(broken, plain).at(-1)).toMatchObject({ name: 'tts 1', status: 'error', error: failure.error });
    expect(stagesOf(broken, plain).at(-1)?.metrics).not.toHaveProperty('stageFirstOutputMs');
  });

  it('shows how far a stage came that failed', () => {
    const answer = new SpokenAnswer(() => undefined);
    answer.sentAt = 1310;
    answer.at = 1400;
    answer.content('Half a sent');
    const failure = { status: 'timeout', error: 'service "llm" did not finish' } as const;
    expect(stagesOf({ heard, reply: { answer, endAt: 5000, failure }, spoken: [] }, plain)).toMatchObject([
      { name: 'stt' },
      {
        name: 'llm',
        status: 'timeout',
        durationMs: 3690,
        metrics: { stageStartMs: 310, stageFirstOutputMs: 400, stageEndMs: 4000 },
      },
      { name: 'tts 1', status: 'skipped', error: 'not asked: llm gave no answer' },
    ]);
  });

  it('shows no part of a secret that stands where a sentence is cut', () => {
    const text = `${'word '.repeat(12)}the key is sk-0123456789abcdef.`;
    const said: Chain = { ...whole, spoken: [{ text, speech: spoken(1525, [], 1530) }] };
    const shown = stagesOf(said, (raw) => raw.replace('sk-0123456789abcdef', '[redacted]')).at(-1)?.actual?.content;
    expect(shown).toMatch(/^word /);
    expect(shown).not.toContain('sk-');
  });

  it('has no answer where nothing was heard', () => {
    const silent: Chain = { heard: { ...heard, text: '' }, reply: null, spoken: [] };
    expect(chainMetrics(silent, null)).toEqual({ sttMs: 300 });
    const why = 'not asked: nothing was heard';
    expect(stagesOf(silent, plain)).toMatchObject([
      { name: 'stt', status: 'passed', metrics: { stageStartMs: 0, stageEndMs: 300 } },
      { name: 'llm', status: 'skipped', metrics: {}, error: why },
      { name: 'tts 1', status: 'skipped', metrics: {}, error: why },
    ]);
    expect(stagesOf(silent, plain)[0]?.metrics).not.toHaveProperty('stageFirstOutputMs');
  });
});
