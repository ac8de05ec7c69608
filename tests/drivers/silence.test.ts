// Who had said nothing for how long when the time of a trial was up.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Scenario } from '../../src/domain/plan.ts';
import type { TrialMeasurement } from '../../src/drivers/protocol.ts';
import { createTrialRunner } from '../../src/drivers/trial-runner.ts';
import { serviceFixture } from '../support/service-fixture.ts';
import {
  chatScenario,
  commandScenario,
  conversationScenario,
  speechScenario,
  target,
  taskOf,
  temporaryDirectory,
} from '../support/trial-tasks.ts';
import { tone, wav } from '../support/wav-bytes.ts';

const timeoutMs = 1500;
const trials = createTrialRunner({ workerFile: new URL('../../src/drivers/trial-worker.ts', import.meta.url) });

/** `fixtures` by the roles that they have, which name their services too. */
async function measured(scenario: Scenario, fixtures: Readonly<Record<string, string>>): Promise<TrialMeasurement> {
  const targets = await Promise.all(
    Object.entries(fixtures).map(async ([role, fixture]) =>
      target((await serviceFixture(fixture)).url, { role, service: role }),
    ),
  );
  onTestFinished(() => trials.close());
  return trials.run(taskOf(scenario, targets));
}

it('is a service that never said a word', async () => {
  const { status, silentMs } = await measured(chatScenario({ timeoutMs }), { llm: 'silent' });
  expect(status).toBe('timeout');
  expect(Object.keys(silentMs ?? {})).toEqual(['llm/m']);
  expect(silentMs?.['llm/m']).toBeGreaterThan(timeoutMs / 2);
});

it('is a service that stopped talking, since its last byte', async () => {
  const { silentMs, actual } = await measured(chatScenario({ timeoutMs }), { llm: 'hangs-midway' });
  expect(actual?.content).toBe('Hello');
  expect(silentMs?.['llm/m']).toBeGreaterThan(timeoutMs / 2);
  expect(silentMs?.['llm/m']).toBeLessThan(timeoutMs);
});

it('is hardly a service that is slow and goes on talking', async () => {
  const { status, silentMs } = await measured(chatScenario({ timeoutMs }), { llm: 'talks-slowly' });
  expect(status).toBe('timeout');
  expect(silentMs?.['llm/m']).toBeLessThan(timeoutMs / 2);
});

it('is in a chain the one whose turn it is, and not those that are done', async () => {
  const links = { tts: 'speech/speaks', stt: 'silent' };
  const { silentMs } = await measured(speechScenario({ timeoutMs }), links);
  expect(Object.keys(silentMs ?? {})).toEqual(['stt/m']);
});

it('is each of those that are at work at the same time', async () => {
  const audio = join(temporaryDirectory(), 'hello.wav');
  writeFileSync(audio, wav(tone(2), { dataSize: 96_000 }));
  const links = { stt: 'speech/hears-hello', llm: 'tells-a-story', tts: 'silent' };
  const { silentMs } = await measured(conversationScenario({ audio, timeoutMs, system: 'for ever' }), links);
  expect(Object.keys(silentMs ?? {})).toEqual(['llm/m', 'tts/m']);
});

it('is nobody where a step of a command suite takes too long', async () => {
  const { status, silentMs } = await measured(commandScenario(['sleep 60'], { timeoutMs: 300 }), { llm: 'silent' });
  expect(status).toBe('timeout');
  expect(silentMs).toEqual({});
});

it('is not told where the trial came to its end', async () => {
  const { status, silentMs } = await measured(chatScenario(), { llm: 'openai-instant' });
  expect(status).toBe('passed');
  expect(silentMs).toBeUndefined();
});
