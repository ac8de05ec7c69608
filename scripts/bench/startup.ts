// Start-up, beside bare Node: `--help`, `--version`, and the first frame of the dashboard in a pseudo-terminal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn as spawnPty } from '@lydell/node-pty';
import { median } from 'simple-statistics';
import { ms, printTable } from './table.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runner = join(root, 'scripts/runner');
const rounds = 21;
const frameRounds = 5;

export async function startupBench(): Promise<void> {
  const bare = await medianOf(rounds, () => timed(process.execPath, ['-e', '0']));
  const shell = await medianOf(rounds, () => timed('/bin/sh', ['-c', 'exec "$0" -e 0', process.execPath]));
  const cases: [string, number][] = [
    ['node -e 0', bare],
    ['sh that execs node -e 0', shell],
    ['runner --help', await medianOf(rounds, () => timed(runner, ['--help']))],
    ['runner --version', await medianOf(rounds, () => timed(runner, ['--version']))],
    ['generate-report --help', await medianOf(rounds, () => timed(join(root, 'scripts/generate-report'), ['--help']))],
    [
      'runner validate plans/full.yaml',
      await medianOf(rounds, () => timed(runner, ['validate', join(root, 'plans/full.yaml')])),
    ],
    ['first dashboard frame', await medianOf(frameRounds, firstFrame)],
  ];
  printTable(
    `start-up, median of ${rounds} (frame: of ${frameRounds})`,
    ['', 'time', 'of bare Node'],
    cases.map(([name, time]) => [name, ms(time, 1), `${(time / bare).toFixed(2)} ×`]),
  );
}

async function medianOf(count: number, measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  await measure();
  for (let round = 0; round < count; round += 1) times.push(await measure());
  return median(times);
}

async function timed(program: string, args: readonly string[]): Promise<number> {
  const before = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`);
  return performance.now() - before;
}

/** Until the run's id stands on the screen. */
async function firstFrame(): Promise<number> {
  const logs = mkdtempSync(join(tmpdir(), 'flightdeck-bench-'));
  const before = performance.now();
  const terminal = spawnPty(runner, [join(root, 'plans/smoke.yaml'), '--logs-dir', logs, '--no-report'], {
    cols: 120,
    rows: 40,
    env: { ...process.env, CI: 'false' },
  });
  let seen = '';
  const frameMs = await new Promise<number>((resolve, reject) => {
    terminal.onData((data) => {
      seen += data;
      if (/RUN_\d{8}_\d{6}/.test(seen)) resolve(performance.now() - before);
    });
    terminal.onExit(() => reject(new Error(`the runner ended before its first frame: ${seen}`)));
  });
  await new Promise<void>((resolve) => {
    terminal.onExit(() => resolve());
    terminal.kill('SIGTERM');
  });
  rmSync(logs, { recursive: true, force: true });
  return frameMs;
}
