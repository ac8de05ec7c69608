// Overhead per trial: the runner with journal, fsync and reporter, above a bare loop of the same HTTP requests.
import { bareClient } from './bare-client.ts';
import { withService } from './fixture.ts';
import { chatPlan, runPlan } from './runner-process.ts';
import { ms, printTable } from './table.ts';

/** Tests and repeats of each: many tests once each, then few tests ever more often, for the memory. */
const shapes = [
  [1_000, 1],
  [5_000, 1],
  [20_000, 1],
  [100, 10],
  [100, 200],
] as const;
const longestBareLoop = 5_000;

export async function overheadBench(): Promise<void> {
  await withService('openai-instant', async (url) => {
    await bareLoop(url, 500);
    const rows: string[][] = [];
    for (const [tests, repeats] of shapes) {
      const size = tests * repeats;
      const bareMs = (await bareLoop(url, Math.min(size, longestBareLoop))) / Math.min(size, longestBareLoop);
      const plan = chatPlan(url, tests, repeats);
      const plain = await runPlan(plan, 'plain');
      const tui = await runPlan(plan, 'tui');
      rows.push([
        `${size} (${tests} × ${repeats})`,
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
      'overhead per trial, with fsync',
      [
        'trials (tests × repeats)',
        'bare loop',
        'plain',
        '+ overhead',
        'dashboard',
        '+ overhead',
        'plain peak',
        'dashboard peak',
      ],
      rows,
    );
  });
}

async function bareLoop(url: string, count: number): Promise<number> {
  const client = bareClient(`${url}/v1/chat/completions`);
  const before = performance.now();
  for (let index = 0; index < count; index += 1) await client.ask();
  const elapsed = performance.now() - before;
  client.close();
  return elapsed;
}
