// Appends raw times that the product measured to the file that the benchmark named.
import { appendFileSync } from 'node:fs';
import { offsetOfPerformance } from '../clock.ts';
import type { Asked } from '../records.ts';

/** Times of this thread's `performance.now()`. */
export function record(sentAt: number, arrivedAt: readonly number[]): void {
  const file = process.env['FLIGHTDECK_BENCH_TIMES'];
  if (file === undefined) throw new Error('FLIGHTDECK_BENCH_TIMES does not say where the times go');
  const offset = offsetOfPerformance();
  const asked: Asked = { sentAt: sentAt + offset, arrivedAt: arrivedAt.map((at) => at + offset) };
  appendFileSync(file, `${JSON.stringify(asked)}\n`);
}
