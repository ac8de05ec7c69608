// Overhead per trial: the runner with journal, fsync and reporter, above a bare loop of the same HTTP requests.
import { bareClient } from './bare-client.ts';
import { withService } from './fixture.ts';
import { chatPlan, runPlan } from './runner-process.ts';
import { ms, printTable } from './table.ts';

const sizes = [1_000, 5_000, 20_000];
const largestBareLoop = 5_000;

export async function overheadBench(): Promise<void> {
  await withService('openai-instant', async (url) => {
    await bareLoop(url, 500);
    const rows: string[][] = [];
    for (const size of sizes) {
      const bareMs = (await bareLoop(url, Math.min(size, largestBareLoop))) / Math.min(size, largestBareLoop);
      const plan = chatPlan(url, size);
      const plain = await runPlan(plan, 'plain');
      const tui = await runPlan(plan, 'tui');
      rows.push([
        String(size),
        ms(bareMs, 3),
        ms(plain.trialsMs / size, 3),
        ms(plain.trialsMs / size - bareMs, 3),
        ms(tui.trialsMs / size, 3),
        ms(tui.trialsMs / size - bareMs, 3),
        `${plain.peakMiB.toFixed(0)} MiB`,
        `${tui.peakMiB.toFixed(0)} MiB`,
      ]);
    }
    printTable(
      'overhead per trial, with fsync, one test id per trial',
      ['trials', 'bare loop', 'plain', '+ overhead', 'dashboard', '+ overhead', 'plain peak', 'dashboard peak'],
      rows,
    );
  });
}

async function bareLoop(url: string, count: number): Promise<number> {
  const client = bareClient(url);
  const before = performance.now();
  for (let index = 0; index < count; index += 1) await client.ask();
  const elapsed = performance.now() - before;
  client.close();
  return elapsed;
}
