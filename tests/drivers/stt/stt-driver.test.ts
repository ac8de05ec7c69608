import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TranscriptionScenario } from '../../../src/domain/plan.ts';
import type { TrialTask } from '../../../src/drivers/protocol.ts';
import { runTranscription } from '../../../src/drivers/stt/stt-driver.ts';
import { serviceFixture } from '../../support/service-fixture.ts';
import { contextFor, target, taskOf, temporaryDirectory, transcriptionScenario } from '../../support/trial-tasks.ts';
import { tone, wav } from '../../support/wav-bytes.ts';

async function measured(
  fixture: string,
  scenario: Partial<TranscriptionScenario> = {},
  settings: Partial<Omit<TrialTask, 'scenario'>> = {},
) {
  const { url } = await serviceFixture(fixture);
  const audio = join(temporaryDirectory(), 'hello.wav');
  writeFileSync(audio, wav(tone(2), { dataSize: 0xffffffff }));
  const task = taskOf(transcriptionScenario({ audio, ...scenario }), [target(url, { role: 'stt' })], settings);
  return { measured: await runTranscription(task, contextFor(task)), task, url };
}

const heard = { name: 'heard', passed: true, expected: 'a transcript that is not empty' };

describe('a transcript', () => {
  it('is timed against the length of the recording, and compared with what is said', async () => {
    const { measured: trial } = await measured('speech/hears-hello', {
      language: 'en',
      reference: 'Hello, dear world!',
      expect: [{ kind: 'wer', min: null, max: 0.5, target: null, message: null }],
    });
    expect(trial).toMatchObject({
      status: 'passed',
      error: null,
      steps: [],
      checks: [heard, { name: 'wer', passed: true }],
    });
    expect(trial.actual).toEqual({ content: 'Hello\n world.', path: null });
    const { e2eMs, rtf, rtfx, ...others } = trial.metrics;
    expect(others).toMatchObject({
      audioSeconds: 2,
      audioFormat: 's16 24000 Hz mono',
      wordErrors: 1,
      referenceWords: 3,
      wer: 1 / 3,
      werRaw: 1,
      normaliser: 'english-1',
    });
    expect(rtf).toBeCloseTo(Number(e2eMs) / 2000, 9);
    expect(Number(rtf) * Number(rtfx)).toBeCloseTo(1, 9);
  });

  it('has no error rates where nobody knows what is said', async () => {
    const { measured: trial } = await measured('speech/hears-hello');
    expect(trial).toMatchObject({ status: 'passed', checks: [heard] });
    expect(Object.keys(trial.metrics).toSorted()).toEqual(['audioFormat', 'audioSeconds', 'e2eMs', 'rtf', 'rtfx']);
  });

  it('fails where it is empty, unless nothing is said', async () => {
    const empty = await measured('speech/hears-nothing');
    expect(empty.measured).toMatchObject({
      status: 'failed',
      checks: [{ name: 'heard', passed: false, message: 'the transcript is empty' }],
    });
    const silence = await measured('speech/hears-nothing', { reference: '' });
    expect(silence.measured).toMatchObject({ status: 'passed', checks: [{ name: 'heard', passed: true }] });
    expect(silence.measured.metrics).not.toHaveProperty('wer');
  });

  it('of a recording that cannot be read has no speed', async () => {
    const audio = join(temporaryDirectory(), 'hello.mp3');
    writeFileSync(audio, 'ID3\x04');
    const { measured: trial } = await measured('speech/hears-hello', { audio });
    expect(Object.keys(trial.metrics)).toEqual(['e2eMs']);
  });
});

describe('what was not measured', () => {
  it('is an error with a sentence', async () => {
    const { measured: trial, url } = await measured('speech/error-in-200');
    expect(trial).toMatchObject({ status: 'error', metrics: {}, checks: [], actual: null });
    expect(trial.error).toBe(
      `service "fake/m" answered POST ${url}/v1/audio/transcriptions with HTTP 200, but reports an error: failed to read audio data`,
    );
  });

  it('is a timeout that says how far it got', async () => {
    const { measured: trial } = await measured('silent', {}, { timeoutMs: 150 });
    expect(trial).toMatchObject({
      status: 'timeout',
      error: 'service "fake/m" did not finish its transcript within 0.15 s: it sent nothing, not even response headers',
    });
  });

  it('is a recording without a byte', async () => {
    const audio = join(temporaryDirectory(), 'hello.wav');
    writeFileSync(audio, '');
    const { measured: trial } = await measured('speech/hears-hello', { audio });
    expect(trial).toMatchObject({ status: 'error', error: 'the recording hello.wav is empty' });
  });

  it('is asked of nobody where the loadout has no service', async () => {
    const task = taskOf(transcriptionScenario());
    expect(await runTranscription(task, contextFor(task))).toMatchObject({
      status: 'error',
      error: 'the loadout has no service that could be asked',
    });
  });

  it('is an error with the reason when the task is aborted', async () => {
    const { url } = await serviceFixture('silent');
    const audio = join(temporaryDirectory(), 'hello.wav');
    writeFileSync(audio, wav(tone(0.1)));
    const task = taskOf(transcriptionScenario({ audio }), [target(url)]);
    const context = contextFor(task);
    const running = runTranscription(task, context);
    context.limits.abort('the service went away');
    expect(await running).toMatchObject({ status: 'error', error: 'the service went away' });
  });
});

describe('a warm-up', () => {
  it('measures and writes nothing', async () => {
    const { measured: trial, task } = await measured('speech/hears-hello', {}, { kind: 'warmup' });
    expect(trial).toMatchObject({ status: 'passed', metrics: {}, checks: [], actual: null });
    expect(existsSync(join(task.runDirectory, 'artifacts'))).toBe(false);
  });

  it('says why it failed', async () => {
    const { measured: trial } = await measured('busy', {}, { kind: 'warmup' });
    expect(trial.status).toBe('error');
    expect(trial.error).toContain('HTTP 503');
  });
});
