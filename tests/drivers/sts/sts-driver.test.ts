import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConversationScenario } from '../../../src/domain/plan.ts';
import { readWav } from '../../../src/drivers/speech/wav.ts';
import { runSpokenConversation } from '../../../src/drivers/sts/sts-driver.ts';
import { serviceFixture } from '../../support/service-fixture.ts';
import { contextFor, conversationScenario, target, taskOf, temporaryDirectory } from '../../support/trial-tasks.ts';
import { tone, wav } from '../../support/wav-bytes.ts';

interface Links {
  readonly stt?: string;
  readonly llm?: string;
  readonly tts?: string;
}

async function measured(links: Links = {}, scenario: Partial<ConversationScenario> = {}) {
  const { stt = 'speech/hears-hello', llm = 'tells-a-story', tts = 'speech/speaks' } = links;
  const targets = await Promise.all(
    Object.entries({ stt, llm, tts }).map(async ([role, fixture]) =>
      target((await serviceFixture(fixture)).url, { role, service: role }),
    ),
  );
  const audio = join(temporaryDirectory(), 'hello.wav');
  writeFileSync(audio, wav(tone(2), { dataSize: 96_000 }));
  const task = taskOf(conversationScenario({ audio, ...scenario }), targets);
  return { trial: await runSpokenConversation(task, contextFor(task)), task };
}

const stagesIn = ({ steps }: { readonly steps: readonly { readonly name: string; readonly status: string }[] }) =>
  steps.map(({ name, status }) => `${name} ${status}`);

describe('a chain of models', () => {
  it('speaks sentences one by one that come in one packet', async () => {
    const { trial, task } = await measured({}, { reference: 'hello world', language: 'en' });
    expect(trial).toMatchObject({
      status: 'passed',
      error: null,
      metrics: { sentences: 3, audioSeconds: 3, inputAudioSeconds: 2, outputTokens: 20, wer: 0 },
      actual: { transcript: 'Hello\n world.', audioPath: 'artifacts/T-001_m_1_1.wav' },
    });
    expect(trial.checks.map(({ name }) => name)).toEqual(['heard', 'answered', 'audible']);
    expect(stagesIn(trial)).toEqual(['stt passed', 'llm passed', 'tts 1 passed', 'tts 2 passed', 'tts 3 passed']);
    const file = readFileSync(join(task.runDirectory, 'artifacts/T-001_m_1_1.wav'));
    expect(readWav(file)).toMatchObject({ seconds: 3 });
    // In order, on one clock.
    const times = trial.steps.map(({ metrics }) => [Number(metrics['stageStartMs']), Number(metrics['stageEndMs'])]);
    for (const [index, [start = 0, end = 0]] of times.entries()) {
      expect(end).toBeGreaterThanOrEqual(start);
      expect(start).toBeGreaterThanOrEqual(index === 0 ? 0 : (times[index - 1]?.[0] ?? 0));
    }
  });

  it('keeps whole what was heard, thought and said, where that is long', async () => {
    const { trial, task } = await measured({ stt: 'speech/hears-a-book', llm: 'long-answer' });
    expect(trial.actual).toMatchObject({
      path: 'artifacts/T-001_m_1_1.txt',
      transcriptPath: 'artifacts/T-001_m_1_1.transcript.txt',
      reasoningPath: 'artifacts/T-001_m_1_1.reasoning.txt',
    });
    const whole = (path = '') => readFileSync(join(task.runDirectory, path), 'utf8');
    expect(whole(trial.actual?.transcriptPath)).toBe('h'.repeat(3000));
    expect(whole(trial.actual?.reasoningPath)).toBe('r'.repeat(3000));
  });

  it('does not ask on where nothing was heard', async () => {
    const { trial } = await measured({ stt: 'speech/hears-nothing' });
    expect(trial).toMatchObject({ status: 'failed', error: null, checks: [{ name: 'heard', passed: false }, {}, {}] });
    expect(stagesIn(trial)).toEqual(['stt passed', 'llm skipped', 'tts 1 skipped']);
  });

  it('names the transcriber that refused', async () => {
    const { trial } = await measured({ stt: 'busy' });
    expect(trial).toMatchObject({ status: 'error', metrics: {}, actual: null });
    expect(trial.error).toMatch(/^service "stt\/m" answered POST .* with HTTP 503: server busy/);
    expect(stagesIn(trial)).toEqual(['stt error', 'llm skipped', 'tts 1 skipped']);
    expect(trial.steps[1]?.error).toBe('not asked: stt gave no transcript');
  });

  it.each([
    ['refused', 'busy', /^service "llm\/m" answered POST .* with HTTP 503/],
    ['broke off', 'dies-midway', /^service "llm\/m" broke the connection off after 4 characters$/],
  ])('times the language model that %s from its question on', async (_what, llm, error) => {
    const { trial } = await measured({ llm });
    expect(trial).toMatchObject({ status: 'error', error: expect.stringMatching(error) });
    expect(stagesIn(trial)).toEqual(['stt passed', 'llm error', 'tts 1 skipped']);
    const { stageStartMs, stageEndMs } = trial.steps[1]?.metrics ?? {};
    expect(Number(stageStartMs)).toBeGreaterThan(0);
    expect(Number(stageEndMs)).toBeGreaterThanOrEqual(Number(stageStartMs));
  });

  it('fails with the sentence that could not be spoken, and keeps the sound that came', async () => {
    const { trial, task } = await measured({ tts: 'speech/speaks-once' });
    expect(trial).toMatchObject({ status: 'error', metrics: {}, actual: { content: /lighthouse/ } });
    expect(trial.error).toMatch(/^service "tts\/m" answered POST .* with HTTP 503: out of voice$/);
    expect(stagesIn(trial)).toEqual(['stt passed', 'llm passed', 'tts 1 passed', 'tts 2 error']);
    const file = readFileSync(join(task.runDirectory, String(trial.actual?.audioPath)));
    expect(readWav(file)).toMatchObject({ seconds: 1 });
  });

  it('blames the voice that failed first, also where the language model then ran out of time', async () => {
    const { trial } = await measured({ tts: 'busy' }, { system: 'for ever', timeoutMs: 2500 });
    expect(trial.status).toBe('error');
    expect(trial.error).toMatch(/^service "tts\/m" answered POST .* with HTTP 503/);
    expect(stagesIn(trial)).toEqual(['stt passed', 'llm timeout', 'tts 1 error']);
  });

  it('fails where the model says nothing', async () => {
    const { trial } = await measured({ llm: 'empty-answer' });
    expect(trial.status).toBe('failed');
    expect(trial.checks.map(({ name, passed }) => [name, passed])).toEqual([
      ['heard', true],
      ['answered', false],
      ['audible', false],
    ]);
    expect(stagesIn(trial)).toEqual(['stt passed', 'llm passed', 'tts 1 skipped']);
    expect(trial.steps[2]?.error).toBe('not asked: llm gave nothing that can be spoken');
    expect(trial.steps[1]?.metrics).not.toHaveProperty('stageFirstOutputMs');
  });

  it('says that thoughts were spoken', async () => {
    const { trial } = await measured({ llm: 'thinks-aloud' });
    expect(trial).toMatchObject({ status: 'passed', actual: { content: 'Paris it is.', reasoning: /^Let me think/ } });
    expect(trial.validity.map(({ detail }) => detail)).toContain(
      'a sentence of thoughts had been spoken when the content closed them with </think>, which it did not open: voice to voice is the way to a thought',
    );
  });
});
