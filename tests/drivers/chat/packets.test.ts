// Chunks, packets and tokens are three things: servers send several tokens in a chunk, and a network cuts where it likes.
import { expect, it } from 'vitest';
import { runChat } from '../../../src/drivers/chat/chat-driver.ts';
import { serviceFixture } from '../../support/service-fixture.ts';
import { chatScenario, contextFor, target, taskOf } from '../../support/trial-tasks.ts';

async function metricsOf(fixture: string) {
  const { url } = await serviceFixture(fixture);
  const task = taskOf(chatScenario(), [target(url)]);
  const { status, actual, metrics } = await runChat(task, contextFor(task));
  return { status, content: actual?.content, metrics };
}

it('counts the tokens that the server counted, not the chunks in which they came', async () => {
  const { status, content, metrics } = await metricsOf('several-tokens-a-chunk');
  expect({ status, content }).toEqual({
    status: 'passed',
    content: 'The quick brown fox jumps over the lazy dog and runs on, for it is late.',
  });
  expect(metrics).toMatchObject({ outputTokens: 30, tokenSource: 'server' });
  // The median of two gaps is half of the time from the first text to the last.
  const firstToLastSeconds = (Number(metrics['chunkGapP50Ms']) * 2) / 1000;
  expect(Number(metrics['decodeTokensPerSecond']) * firstToLastSeconds).toBeCloseTo(29, 6);
});

it('takes a token for arrived when the last of its packets is there', async () => {
  const { status, content, metrics } = await metricsOf('token-in-packets');
  expect({ status, content }).toEqual({ status: 'passed', content: 'whole' });
  expect(metrics['ttftMs']).toBeGreaterThan(50);
  expect(metrics).not.toHaveProperty('chunkGapMaxMs');
});

it('takes chunks that came in one packet for arrived at one time', async () => {
  const { metrics } = await metricsOf('gathers-chunks');
  expect(metrics).toMatchObject({ outputTokens: 11, chunkGapP50Ms: 0 });
  expect(metrics['chunkGapMaxMs']).toBeGreaterThan(50);
});
