// Error of TTFT against a server whose schedule is known (first token after 50 ms, then 99 more 10 ms apart), beside a bare
// node:http client in the same run; both ask one request after the other.
import { median, quantile } from 'simple-statistics';
import { bareClient } from './bare-client.ts';
import { withService } from './fixture.ts';
import { chatPlan, runPlan } from './runner-process.ts';
import { ms, printTable } from './table.ts';

const requests = 40;
const dueFirstMs = 50;

export async function timingBench(): Promise<void> {
  await withService('known-schedule', async (url) => {
    const client = bareClient(url);
    const bare: number[] = [];
    await client.ask();
    for (let index = 0; index < requests; index += 1) bare.push((await client.ask()).firstMs - dueFirstMs);
    client.close();
    const plan = chatPlan(url, requests);
    const errors = (values: readonly number[]): number[] => values.map((value) => value - dueFirstMs);
    const plain = errors((await runPlan(plan, 'plain')).metric('ttftMs'));
    const tui = errors((await runPlan(plan, 'tui')).metric('ttftMs'));
    const row = (name: string, values: readonly number[]): string[] => [
      name,
      ...[0.5, 0.95].map((q) => ms(quantile([...values], q), 3)),
      ms(Math.max(...values), 3),
      ms(median([...values]) - median(bare), 3),
    ];
    printTable(
      `TTFT, measured minus due, ${requests} requests`,
      ['', 'p50', 'p95', 'max', 'p50 above bare'],
      [row('bare node:http', bare), row('runner, plain', plain), row('runner, dashboard', tui)],
    );
  });
}
