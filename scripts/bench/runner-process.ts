// Runs the built runner on a plan that a benchmark wrote, on a pipe or in a pseudo-terminal, and watches its memory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn as spawnPty } from '@lydell/node-pty';
import { stringify } from 'yaml';
import * as z from 'zod';

const runner = fileURLToPath(new URL('../runner', import.meta.url));
const memoryEveryMs = 50;

export interface RunnerRun {
  /** From the first `trial.started` to the last `trial.finished`, by the journal. */
  readonly trialsMs: number;
  readonly peakMiB: number;
}

/** `count` scenarios of one prompt each, every one `repeats` times, against an OpenAI-compatible server. */
export function chatPlan(url: string, count: number, repeats = 1): string {
  return stringify({
    name: 'Benchmark',
    defaults: { timeout: '30s', maxTokens: 128, repeats },
    services: { server: { adapter: 'external', url, api: 'openai' } },
    domains: {
      llm: {
        loadouts: ['server/m'],
        scenarios: Array.from({ length: count }, (_, index) => ({ id: `B-${index + 1}`, prompt: 'Say something' })),
      },
    },
  });
}

export interface RunnerOptions {
  /** The command that starts the runner. */
  readonly program?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export async function runPlan(
  plan: string,
  reporter: 'plain' | 'tui',
  { program = [runner], env = {} }: RunnerOptions = {},
): Promise<RunnerRun> {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-bench-'));
  try {
    const file = join(directory, 'plan.yaml');
    const logs = join(directory, 'logs');
    writeFileSync(file, plan);
    const command = [...program, file, '--logs-dir', logs, '--no-report', '--reporter', reporter];
    const environment = { ...process.env, ...env, CI: 'false' };
    const peakMiB = await (reporter === 'tui' ? inTerminal(command, environment) : onPipe(command, environment));
    return { ...readRun(logs), peakMiB };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

type Command = readonly string[];

async function onPipe([program = '', ...args]: Command, env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  const memory = watchMemory(child.pid ?? 0);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the runner ended with ${code}`);
  return memory.peak();
}

async function inTerminal([program = '', ...args]: Command, env: NodeJS.ProcessEnv): Promise<number> {
  const terminal = spawnPty(program, args, { cols: 120, rows: 40, env });
  terminal.onData(() => {});
  const memory = watchMemory(terminal.pid);
  const code = await new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
  if (code !== 0) throw new Error(`the runner ended with ${code}`);
  return memory.peak();
}

/** The kernel's own high-water mark of resident memory, read until the process is gone. */
function watchMemory(pid: number): { peak(): number } {
  const status = `/proc/${pid}/status`;
  let peakKiB = 0;
  const timer = setInterval(() => {
    if (!existsSync(status)) return;
    const mark = /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1];
    if (mark !== undefined) peakKiB = Math.max(peakKiB, Number(mark));
  }, memoryEveryMs);
  return {
    peak() {
      clearInterval(timer);
      return peakKiB / 1024;
    },
  };
}

const line = z.looseObject({ elapsedMs: z.number(), event: z.looseObject({ type: z.string() }) });

function readRun(logs: string): Omit<RunnerRun, 'peakMiB'> {
  const folder = readdirSync(logs).find((name) => name.startsWith('RUN_'));
  if (folder === undefined) throw new Error(`no run folder in ${logs}`);
  const text = readFileSync(join(logs, folder, 'events.jsonl'), 'utf8');
  const events = text
    .trimEnd()
    .split('\n')
    .map((each) => line.parse(JSON.parse(each)));
  const first = events.find(({ event }) => event.type === 'trial.started');
  const last = events.findLast(({ event }) => event.type === 'trial.finished');
  return { trialsMs: (last?.elapsedMs ?? Number.NaN) - (first?.elapsedMs ?? Number.NaN) };
}
