import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SpeechScenario } from '../../../src/domain/plan.ts';
import type { ServiceTarget, TrialTask } from '../../../src/drivers/protocol.ts';
import { readWav } from '../../../src/drivers/speech/wav.ts';
import { runSpeech } from '../../../src/drivers/tts/tts-driver.ts';
import { serviceFixture } from '../../support/service-fixture.ts';
import { contextFor, speechScenario, target, taskOf } from '../../support/trial-tasks.ts';

async function measured(
  fixture: string,
  scenario: Partial<SpeechScenario> = {},
  { listener, ...settings }: Partial<Omit<TrialTask, 'scenario'>> & { readonly listener?: string } = {},
) {
  const { url } = await serviceFixture(fixture);
  const targets: ServiceTarget[] = [target(url, { role: 'tts' })];
  const heardAt = listener === undefined ? null : (await serviceFixture(listener)).url;
  if (heardAt !== null) targets.unshift(target(heardAt, { role: 'stt', service: 'ears' }));
  const task = taskOf(speechScenario(scenario), targets, settings);
  return { measured: await runSpeech(task, contextFor(task)), task, url, heardAt };
}

describe('speech', () => {
  it('is measured, and kept as a file with sizes that are right', async () => {
    const { measured: trial, task } = await measured('speech/lies-about-size', { options: { claims: 0xffffffff } });
    expect(trial).toMatchObject({
      status: 'passed',
      error: null,
      steps: [],
      checks: [{ name: 'audible', passed: true }],
    });
    expect(trial.actual).toEqual({
      content: '1.00 s of speech, s16 24000 Hz mono',
      path: null,
      audioPath: 'artifacts/T-001_m_1_1.wav',
    });
    const file = readFileSync(join(task.runDirectory, 'artifacts/T-001_m_1_1.wav'));
    expect([file.readUInt32LE(4), file.readUInt32LE(40)]).toEqual([file.length - 8, 48_000]);
    expect(readWav(file)).toMatchObject({ seconds: 1 });
    const { ttfbMs, ttfaMs, e2eMs, rtf, rtfx, charactersPerSecond, ...others } = trial.metrics;
    expect(others).toMatchObject({ audioSeconds: 1, clippedPercent: 0, audioFormat: 's16 24000 Hz mono' });
    expect(others['rmsDbfs']).toBeCloseTo(-9.03, 1);
    expect(Number(ttfaMs)).toBeGreaterThanOrEqual(Number(ttfbMs));
    expect(Number(e2eMs)).toBeGreaterThanOrEqual(Number(ttfaMs));
    expect(Number(rtf)).toBeCloseTo(Number(e2eMs) / 1000, 9);
    expect(Number(rtf) * Number(rtfx)).toBeCloseTo(1, 9);
    expect((Number(charactersPerSecond) * Number(e2eMs)) / 1000).toBeCloseTo('Hello world.'.length, 6);
    for (const name of ['wer', 'roundTripMs', 'normaliser']) expect(others).not.toHaveProperty(name);
  });

  it('without a header gets one, from the type that it was sent with', async () => {
    const { measured: trial, task } = await measured('speech/raw-samples', { options: { response_format: 'pcm' } });
    expect(trial).toMatchObject({ status: 'passed', metrics: { audioSeconds: 0.5 } });
    const file = readFileSync(join(task.runDirectory, 'artifacts/T-001_m_1_1.wav'));
    expect(readWav(file)).toMatchObject({ format: { rate: 48_000 }, seconds: 0.5 });
  });

  // A machine that stands still for longer than the pause would see none; that never happens three times.
  it('that is streamed has its pauses measured', { retry: 2 }, async () => {
    const { measured: trial } = await measured('speech/streams-pieces');
    const { ttfbMs, ttfaMs, e2eMs, longestStallMs } = trial.metrics;
    expect(trial.metrics).toMatchObject({ audioSeconds: 2.5, underruns: expect.any(Number) });
    expect(ttfaMs).toBeGreaterThan(58);
    expect(ttfaMs).toBeGreaterThan(Number(ttfbMs));
    expect(e2eMs).toBeGreaterThan(515);
    expect(longestStallMs).toBeGreaterThan(200);
  });

  it('fails where there is nothing to hear', async () => {
    const { measured: trial } = await measured('speech/silence');
    const message = expect.stringMatching(/^the audio is silent: /);
    expect(trial).toMatchObject({
      status: 'failed',
      error: null,
      checks: [{ name: 'audible', passed: false, message }],
      actual: { audioPath: 'artifacts/T-001_m_1_1.wav' },
    });
    expect(trial.metrics).not.toHaveProperty('rmsDbfs');
  });
});

describe('a round trip', () => {
  it('compares what was heard with the text, without tags', async () => {
    const { measured: trial } = await measured(
      'speech/speaks',
      {
        text: 'Hello [laugh] world.',
        language: 'en',
        expect: [
          { kind: 'wer', min: null, max: 0, target: null, message: null },
          { kind: 'contains', value: 'world', target: null, message: null },
        ],
      },
      { listener: 'speech/hears-hello' },
    );
    expect(trial).toMatchObject({ status: 'passed', actual: { transcript: 'Hello\n world.' } });
    expect(trial.checks.map(({ name }) => name)).toEqual(['audible', 'wer', 'contains']);
    expect(trial.metrics).toMatchObject({
      wer: 0,
      werRaw: 0,
      referenceWords: 2,
      normaliser: 'english-1',
      audioSeconds: 1,
    });
    expect(trial.metrics['roundTripMs']).toBeGreaterThan(0);
  });

  it('compares with the reference, where the scenario has one', async () => {
    const scenario = { text: '1st', reference: 'first world' };
    const { measured: trial } = await measured('speech/speaks', scenario, { listener: 'speech/hears-hello' });
    expect(trial.metrics).toMatchObject({ wer: 0.5, normaliser: 'basic-1' });
  });

  it('sends the speech as a whole WAV', async () => {
    const { measured: trial } = await measured(
      'speech/lies-about-size',
      { options: { claims: 0 }, language: 'de' },
      { listener: 'speech/hears-form' },
    );
    expect(JSON.parse(trial.actual?.transcript ?? '')).toMatchObject({
      fields: [
        ['file', { name: 'speech.wav', type: 'audio/wav' }],
        ['model', 'm'],
        ['language', 'de'],
        ['response_format', 'json'],
      ],
    });
  });

  it('that failed is an error that says that there is speech', async () => {
    const { measured: trial, heardAt } = await measured('speech/speaks', {}, { listener: 'busy' });
    expect(trial).toMatchObject({ status: 'error', metrics: {}, checks: [] });
    expect(trial.error).toBe(
      `the speech was made (1.00 s of speech, s16 24000 Hz mono), but its round trip failed: service "ears/m" answered POST ${heardAt}/v1/audio/transcriptions with HTTP 503: server busy, please try again. maximum pending requests exceeded`,
    );
    expect(trial.actual).toMatchObject({ audioPath: 'artifacts/T-001_m_1_1.wav' });
  });

  it('is not there to be checked where nobody listens', async () => {
    const expectation = { kind: 'wer', min: null, max: 1, target: null, message: null } as const;
    const { measured: trial } = await measured('speech/speaks', { expect: [expectation] });
    expect(trial).toMatchObject({
      status: 'failed',
      checks: [{ passed: true }, { name: 'wer', message: 'there is no transcript to compare with the reference' }],
    });
  });
});

describe('what was not measured', () => {
  it('is an error with a sentence, and has no file', async () => {
    const { measured: trial, url, task } = await measured('speech/header-only', {}, { listener: 'speech/hears-hello' });
    expect(trial).toMatchObject({ status: 'error', metrics: {}, checks: [], actual: null });
    expect(trial.error).toBe(
      `service "fake/m" answered POST ${url}/v1/audio/speech with the header of a WAV and no sound behind it (44 bytes in all)`,
    );
    expect(existsSync(join(task.runDirectory, 'artifacts'))).toBe(false);
  });

  it('keeps what came of a speech that was cut', async () => {
    const { measured: trial } = await measured('speech/cut-midway');
    expect(trial).toMatchObject({
      status: 'error',
      error: 'service "fake/m" broke the connection off in the middle of its speech, after 12044 bytes',
      actual: { content: '0.25 s of speech, s16 24000 Hz mono', audioPath: 'artifacts/T-001_m_1_1.wav' },
    });
  });

  it('is a timeout that says how far it got', async () => {
    const { measured: trial } = await measured('silent', {}, { timeoutMs: 150 });
    expect(trial).toMatchObject({
      status: 'timeout',
      error: 'service "fake/m" did not finish its speech within 0.15 s: it sent nothing, not even response headers',
    });
  });

  it('is asked of nobody where the loadout can only listen', async () => {
    const task = taskOf(speechScenario(), [target('http://127.0.0.1:1', { role: 'stt' })]);
    expect(await runSpeech(task, contextFor(task))).toMatchObject({
      status: 'error',
      error: 'the loadout has no service that could be asked',
    });
  });
});

describe('a warm-up', () => {
  it('goes the same way, and measures and writes nothing', async () => {
    const { measured: trial, task } = await measured(
      'speech/speaks',
      {},
      { kind: 'warmup', listener: 'speech/hears-hello' },
    );
    expect(trial).toMatchObject({ status: 'passed', metrics: {}, checks: [], actual: null });
    expect(existsSync(join(task.runDirectory, 'artifacts'))).toBe(false);
  });

  it('says why it failed, at either end', async () => {
    const { measured: speaking } = await measured('busy', {}, { kind: 'warmup' });
    expect(speaking.error).toContain('/v1/audio/speech with HTTP 503');
    const { measured: listening } = await measured('speech/speaks', {}, { kind: 'warmup', listener: 'busy' });
    expect(listening.error).toContain('/v1/audio/transcriptions with HTTP 503');
  });
});
