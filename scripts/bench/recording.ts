// Cost of recording one result of about 1 KB after 100, 1,000 and 20,000 of them: with every file of a run, flushed or not,
// beside the naive way, which writes the whole array anew and flushes it.
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { ms, printTable } from './table.ts';

const ways = { fsync: 'Flightdeck', os: '--durability os', rewrite: 'rewriting the array' } as const;

const schema = z.object({
  figures: z.array(
    z.object({
      mark: z.number(),
      costMs: z.number(),
      givenBytes: z.number(),
      diskBytes: z.number(),
      heapMiB: z.number(),
    }),
  ),
  peakMiB: z.number(),
});
type Measured = z.infer<typeof schema>;
type Figures = Measured['figures'][number];

export async function recordingBench(): Promise<void> {
  const [load = 0] = loadavg();
  const measured = Object.keys(ways).map(measure);
  const row = (label: string, cell: (one: Measured) => string): string[] => [label, ...measured.map(cell)];
  const atMarks = (label: string, cell: (figures: Figures) => string): string[][] =>
    (measured[0]?.figures ?? []).map(({ mark }, index) =>
      row(`${label} ${mark.toLocaleString('en-GB')}`, ({ figures }) => {
        const at = figures[index];
        return at === undefined ? '' : cell(at);
      }),
    );
  const growth =
    (of: (figures: Figures) => number): ((one: Measured) => string) =>
    ({ figures: [first, , last] }) =>
      first === undefined || last === undefined ? '' : (of(last) / of(first)).toFixed(2);
  printTable(
    `recording: one result of 1 KB, median of 99 (load at the beginning: ${load.toFixed(1)})`,
    ['', ...Object.values(ways)],
    [
      ...atMarks('result', ({ costMs }) => ms(costMs, 3)),
      row(
        'ratio last / first',
        growth(({ costMs }) => costMs),
      ),
      ...atMarks('bytes written, result', ({ givenBytes }) => bytes(givenBytes)),
      ...atMarks('bytes for the disk, result', ({ diskBytes }) => bytes(diskBytes)),
      row('heap, result 1,000 to 20,000', ({ figures: [, second, third] }) =>
        second === undefined || third === undefined ? '' : `${(third.heapMiB - second.heapMiB).toFixed(1)} MiB more`,
      ),
      row('peak memory', ({ peakMiB }) => `${peakMiB.toFixed(0)} MiB`),
    ],
  );
  console.log('bytes written: wchar of /proc/self/io; bytes for the disk: write_bytes, whole pages');
}

function measure(way: string): Measured {
  const program = fileURLToPath(new URL('recording/measure.ts', import.meta.url));
  const args = ['--expose-gc', '--disable-warning=ExperimentalWarning', program, way];
  return schema.parse(JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })));
}

function bytes(count: number): string {
  return count < 10_000 ? `${count.toFixed(0)} B` : `${(count / 1024).toFixed(0)} KiB`;
}
