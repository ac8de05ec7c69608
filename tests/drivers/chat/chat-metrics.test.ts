import { expect, it } from 'vitest';
import { Answer } from '../../../src/drivers/chat/answer.ts';
import { chatMetrics } from '../../../src/drivers/chat/chat-metrics.ts';
import { doubts } from '../../../src/drivers/chat/validity.ts';

/** An answer of which a piece came at each of the given times, sent at `sentAt`. */
function answerAt(sentAt: number, contentAt: readonly number[], tokens: number, endAt: number): Answer {
  const answer = new Answer();
  answer.sentAt = sentAt;
  for (const at of contentAt) {
    answer.at = at;
    answer.content('x');
  }
  answer.at = endAt;
  answer.finish('stop');
  answer.figures({ outputTokens: tokens });
  answer.end();
  return answer;
}

it('computes the worked example: a role at 100, reasoning from 400, content from 900 to 1900, usage at 1912', () => {
  const answer = new Answer();
  answer.sentAt = 0;
  answer.at = 100;
  answer.at = 400;
  answer.reasoning('Let me think');
  answer.at = 900;
  answer.content('Par');
  answer.at = 1900;
  answer.content('is');
  answer.at = 1910;
  answer.finish('stop');
  answer.at = 1912;
  answer.figures({ outputTokens: 51 });
  answer.end();
  const metrics = chatMetrics([answer]);
  expect(metrics).toMatchObject({ ttftMs: 400, ttfcMs: 900, e2eMs: 1912, outputTokens: 51, tokenSource: 'server' });
  expect(metrics['decodeTokensPerSecond']).toBeCloseTo(33.333, 3);
  expect(metrics['e2eTokensPerSecond']).toBeCloseTo(26.674, 3);
  expect(metrics).toMatchObject({ chunkGapP50Ms: 750, chunkGapMaxMs: 1000, finishReason: 'stop' });
});

it('has no speed of generation for a single token, or where everything came at once', () => {
  expect(chatMetrics([answerAt(0, [10, 20], 1, 30)])).not.toHaveProperty('decodeTokensPerSecond');
  expect(chatMetrics([answerAt(0, [10, 10], 5, 10)])).not.toHaveProperty('decodeTokensPerSecond');
  const conversation = [answerAt(0, [10, 10], 5, 10), answerAt(20, [30, 40], 5, 40)];
  expect(chatMetrics(conversation)).not.toHaveProperty('decodeTokensPerSecond');
});

it('has no speed of generation where most of the text came in one packet with the first', () => {
  expect(chatMetrics([answerAt(0, [10, 10, 10, 10.5], 4, 11)])).not.toHaveProperty('decodeTokensPerSecond');
  expect(chatMetrics([answerAt(0, [10, 10, 11, 12], 4, 12)])).toMatchObject({ decodeTokensPerSecond: 1500 });
});

it('has no speed of generation that is more than twice what the server says of itself', () => {
  const answer = answerAt(0, [10, 10.2, 10.4, 10.6, 10.8, 11, 11.2, 11.4], 8, 12);
  answer.server = { outputTokens: 8, decodeTokensPerSecond: 2600 };
  expect(chatMetrics([answer])['decodeTokensPerSecond']).toBeCloseTo(5000, 6);
  expect(doubts([answer], 0)).toEqual([]);
  answer.server = { outputTokens: 8, decodeTokensPerSecond: 2400 };
  expect(chatMetrics([answer])).not.toHaveProperty('decodeTokensPerSecond');
  expect(chatMetrics([answer])).toMatchObject({ serverDecodeTokensPerSecond: 2400, ttftMs: 10 });
  expect(doubts([answer], 0)).toEqual([
    {
      reason: 'bunched-text',
      detail:
        'the text came more than twice as fast as the server says it made it: it was held up on its way, so that TTFT is late and a decode rate too high',
    },
  ]);
});

it.each([
  ['came one by one', [10, 11, 12, 13, 14, 15, 16, 17], []],
  ['came together at its end', [10, 11, 12, 12, 12, 12, 12, 12], []],
  [
    'came together at its beginning',
    [10, 10, 12, 13, 14, 15, 16, 17],
    [/^25 % of the pieces of text came in one packet/],
  ],
  ['came all at once', [10, 10, 10, 10, 10, 10, 10, 10], [/^100 % /]],
  ['came all at once, but is short', [10, 10, 10], []],
])('doubts the numbers of a text as far as it %s', (_what, contentAt, details) => {
  const notes = doubts([answerAt(0, contentAt, 8, 20)], 0);
  expect(notes).toEqual(details.map((detail) => ({ reason: 'bunched-text', detail: expect.stringMatching(detail) })));
});

it('has no tokens where the server does not count them, however many pieces came', () => {
  const answer = new Answer();
  answer.at = 5;
  answer.content('a');
  answer.at = 9;
  answer.content('b');
  answer.end();
  const metrics = chatMetrics([answer]);
  expect(metrics).toMatchObject({ tokenSource: 'none', ttftMs: 5, e2eMs: 9, chunkGapMaxMs: 4 });
  for (const name of ['outputTokens', 'decodeTokensPerSecond', 'e2eTokensPerSecond', 'finishReason']) {
    expect(metrics).not.toHaveProperty(name);
  }
});

it('believes no server that counts no tokens in a text, or in a prompt', () => {
  const answer = answerAt(0, [10, 20], 0, 30);
  answer.server = { outputTokens: 0, inputTokens: 0, cachedTokens: 0 };
  const metrics = chatMetrics([answer]);
  expect(metrics).toMatchObject({ tokenSource: 'none', cachedTokens: 0, e2eMs: 30 });
  for (const name of ['outputTokens', 'inputTokens', 'decodeTokensPerSecond', 'e2eTokensPerSecond']) {
    expect(metrics).not.toHaveProperty(name);
  }
});

it('reports the slowest turn of a conversation, and divides sums', () => {
  const first = answerAt(100, [200, 300], 11, 400);
  const second = answerAt(1000, [1300, 1400], 21, 1500);
  const metrics = chatMetrics([first, second]);
  expect(metrics).toMatchObject({ ttftMs: 300, e2eMs: 800, outputTokens: 32 });
  expect(metrics['decodeTokensPerSecond']).toBeCloseTo(150, 9);
  expect(metrics['e2eTokensPerSecond']).toBeCloseTo(40, 9);
});

it('has no first text and no gaps where no text came', () => {
  const answer = new Answer();
  answer.at = 7;
  answer.figures({ outputTokens: 0 });
  answer.end();
  expect(chatMetrics([answer])).toEqual({ e2eMs: 7, outputTokens: 0, tokenSource: 'server', e2eTokensPerSecond: 0 });
});

it('interpolates the median of an even number of gaps', () => {
  expect(chatMetrics([answerAt(0, [0, 1, 3, 7, 15], 5, 15)])).toMatchObject({ chunkGapP50Ms: 3, chunkGapMaxMs: 8 });
});
