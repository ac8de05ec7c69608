// The history of many runs: how fast the first index is made, and what each command costs then, as a whole process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { median } from 'simple-statistics';
import { forgetIndex, type ManyRuns, manyRuns } from './history/make-runs.ts';
import { ms, printTable } from './table.ts';

const runner = fileURLToPath(new URL('../runner', import.meta.url));
const folders = [100, 1000] as const;
const resultsEach = 1000;
const rounds = 9;

const commands: readonly (readonly string[])[] = [
  ['runs'],
  ['status'],
  ['history', 'T-0007'],
  ['query'],
  ['query', 'failures', '--since', '2026-01-01'],
  ['query', 'rates'],
  ['compare', 'RUN_20260101_000000', 'RUN_20260101_012000'],
];

export async function historyBench(): Promise<void> {
  const [load = 0] = loadavg();
  const many = folders.map((count) => manyRuns(count, resultsEach));
  const first: number[] = [];
  for (const { logs } of many) {
    forgetIndex(logs);
    first.push((await timed(['index', '--logs-dir', logs])).tookMs);
  }
  const rows = [];
  for (const command of commands) {
    const times = [];
    for (const { logs } of many) times.push(await medianOf([...command, '--logs-dir', logs]));
    rows.push([`runner ${command.join(' ')}`, ...times.map((time) => ms(time, 0)), growth(times)]);
  }
  printTable(
    `history: runs of ${resultsEach} results, median of ${rounds} whole processes (load at the beginning: ${load.toFixed(1)})`,
    ['', ...many.map((each) => `${each.folders} folders`), 'growth'],
    [
      ['journals', ...many.map(({ bytes }) => `${(bytes / 1e6).toFixed(0)} MB`), ''],
      ['first index', ...first.map((time) => `${(time / 1000).toFixed(1)} s`), ''],
      ['results a second', ...many.map((each, index) => rate(each, first[index])), ''],
      ...rows,
    ],
  );
}

function rate({ results }: ManyRuns, tookMs: number | undefined): string {
  return tookMs === undefined ? '' : Math.round((results / tookMs) * 1000).toLocaleString('en-GB');
}

function growth([few = 0, many = 0]: readonly number[]): string {
  return `${(many / few).toFixed(2)} ×`;
}

async function medianOf(args: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const { tookMs, code, said } = await timed(args);
    if (code !== 0 && code !== 1) throw new Error(`runner ${args.join(' ')} ended with ${code}: ${said}`);
    if (round > 0) times.push(tookMs);
  }
  return median(times);
}

async function timed(args: readonly string[]): Promise<{ tookMs: number; code: number | null; said: string }> {
  const before = performance.now();
  const child = spawn(runner, [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  return { tookMs: performance.now() - before, code: typeof code === 'number' ? code : null, said };
}
