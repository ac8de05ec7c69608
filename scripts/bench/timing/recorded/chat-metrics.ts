// Stands in for the product's module of this name in the benchmark's own bundle. It is called when an answer is over, so
// that writing its times down moves none of them.
import type { Metrics } from '../../../../src/domain/results.ts';
import { type MeasuredAnswer, chatMetrics as measured } from '../../../../src/drivers/chat/chat-metrics.ts';
import { record } from './record.ts';

export function chatMetrics(answers: readonly MeasuredAnswer[]): Metrics {
  for (const { sentAt, firstTextAt, gaps } of answers) {
    if (firstTextAt === null || gaps === null) throw new Error('an answer of the benchmark came without its times');
    const arrivedAt = [firstTextAt];
    for (const gap of gaps) arrivedAt.push((arrivedAt.at(-1) ?? 0) + gap);
    record(sentAt, arrivedAt);
  }
  return measured(answers);
}
