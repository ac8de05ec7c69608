// From the times of answers to metrics; formulas and sources are those of domain/metrics.ts. Pure. What was not measured
// is absent: never 0, and never a count of pieces in place of tokens.
import { present } from '../../domain/present.ts';
import type { Metrics } from '../../domain/results.ts';
import { percentile } from '../../domain/statistics.ts';
import { cut, oneLine } from '../../domain/text.ts';
import type { AnswerTimings } from './answer.ts';
import type { ServerFigures } from './chat-api.ts';

export interface MeasuredAnswer extends AnswerTimings {
  readonly server: ServerFigures;
  readonly finishReason: string | null;
}

/** Of a conversation, or of one answer. */
export function chatMetrics(answers: readonly MeasuredAnswer[]): Metrics {
  const last = answers.at(-1);
  if (last === undefined) return {};
  const e2eMs = sum(answers.map(({ sentAt, endAt }) => (endAt === null ? undefined : endAt - sentAt)));
  const outputTokens = sum(answers.map(outputTokensOf));
  const gaps = allGaps(answers);
  return present({
    ttftMs: slowest(answers, ({ firstTextAt }) => firstTextAt),
    ttfcMs: slowest(answers, ({ firstContentAt }) => firstContentAt),
    e2eMs,
    outputTokens,
    inputTokens: sum(answers.map(({ server }) => (server.inputTokens === 0 ? undefined : server.inputTokens))),
    cachedTokens: sum(answers.map(({ server }) => server.cachedTokens)),
    tokenSource: outputTokens === undefined ? 'none' : 'server',
    decodeTokensPerSecond: decodeRate(answers),
    e2eTokensPerSecond: outputTokens === undefined ? undefined : rate(outputTokens, e2eMs),
    chunkGapP50Ms: gaps.length === 0 ? undefined : percentile(gaps, 0.5),
    chunkGapP95Ms: gaps.length === 0 ? undefined : percentile(gaps, 0.95),
    chunkGapMaxMs: gaps.at(-1),
    serverDecodeTokensPerSecond: last.server.decodeTokensPerSecond,
    serverPrefillTokensPerSecond: last.server.prefillTokensPerSecond,
    serverLoadMs: last.server.loadMs,
    finishReason: last.finishReason === null ? undefined : cut(oneLine(last.finishReason), 40),
  });
}

/** Some servers send a usage of zeros with every stream: text without a token was not counted, nor was a prompt of none. */
function outputTokensOf({ server: { outputTokens }, firstTextAt }: MeasuredAnswer): number | undefined {
  return outputTokens === 0 && firstTextAt !== null ? undefined : outputTokens;
}

/** Absent where one answer lacks what is asked for: the others alone would say something else. */
function slowest(answers: readonly MeasuredAnswer[], at: (answer: MeasuredAnswer) => number | null) {
  let longest: number | undefined;
  for (const answer of answers) {
    const time = at(answer);
    if (time === null) return undefined;
    longest = Math.max(longest ?? 0, time - answer.sentAt);
  }
  return longest;
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    total += value;
  }
  return total;
}

/** Beyond this the time from the first text to the last says nothing about how fast the text was made. */
const mostWithFirst = 0.5;
/** So many times as fast as the server says it wrote, nobody can have read it while it was written. */
const mostAhead = 2;

/** Of the pieces of text, those that came in one packet with the first; 0 where that came alone. */
export function shareWithFirst({ gaps }: AnswerTimings): number {
  if (gaps === null || gaps[0] !== 0) return 0;
  const together = gaps.findIndex((gap) => gap > 0);
  return together === -1 ? 1 : (together + 1) / (gaps.length + 1);
}

/** Whether the text came faster than it was made, by the server's own word: what had been held up came in a bunch. */
export function cameInBunch(answer: MeasuredAnswer): boolean {
  const { firstTextAt, lastTextAt, server } = answer;
  const n = outputTokensOf(answer);
  if (n === undefined || n < 2 || firstTextAt === null || lastTextAt === null) return false;
  const own = server.decodeTokensPerSecond;
  if (own === undefined || own === 0) return false;
  return (n - 1) * 1000 > mostAhead * own * (lastTextAt - firstTextAt);
}

/** Σ(n − 1) / Σ(last − first). An answer of several tokens that came all at once has no speed, nor has their sum. */
function decodeRate(answers: readonly MeasuredAnswer[]): number | undefined {
  let tokens = 0;
  let ms = 0;
  for (const answer of answers) {
    const { firstTextAt, lastTextAt } = answer;
    const n = outputTokensOf(answer);
    if (n === undefined) return undefined;
    if (n < 2 || firstTextAt === null || lastTextAt === null) continue;
    if (lastTextAt <= firstTextAt || shareWithFirst(answer) > mostWithFirst || cameInBunch(answer)) return undefined;
    tokens += n - 1;
    ms += lastTextAt - firstTextAt;
  }
  return tokens === 0 ? undefined : rate(tokens, ms);
}

function rate(tokens: number, ms: number | undefined): number | undefined {
  return ms === undefined || ms <= 0 ? undefined : (tokens / ms) * 1000;
}

/** In order of size; empty where one answer had too many. */
function allGaps(answers: readonly MeasuredAnswer[]): readonly number[] {
  const gaps: number[] = [];
  for (const answer of answers) {
    if (answer.gaps === null) return [];
    for (const gap of answer.gaps) gaps.push(gap);
  }
  return gaps.sort((a, b) => a - b);
}
