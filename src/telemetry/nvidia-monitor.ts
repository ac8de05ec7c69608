// Samples of all NVIDIA GPUs from one long-lived nvidia-smi, since starting one for each sample can take a second. It may
// be absent, exit, or hang with a sick driver; then there are no samples, and it is started again once.
import { execa } from 'execa';
import type { GpuSample } from '../domain/events.ts';
import { now, pause } from '../system/clock.ts';
import { findExecutable } from '../system/executables.ts';
import { type FieldSet, parseSample, sampleArguments } from './nvidia-query.ts';

export interface GpuMonitor {
  /** The newest sample of each GPU, by index; empty when the last ones are too old to be called current. */
  current(): readonly GpuSample[];
  /** Resolves when nvidia-smi is gone, or cannot be ended. */
  stop(): Promise<void>;
}

const endLimitMs = 2000;

export interface GpuMonitorOptions {
  readonly intervalMs: number;
  readonly searchPath: string | undefined;
  /** Silence after which nvidia-smi counts as hung. */
  readonly silenceMs?: number;
  /** After each round of samples. */
  readonly onSamples?: (samples: readonly GpuSample[]) => void;
}

export function startGpuMonitor(options: GpuMonitorOptions): GpuMonitor {
  const found = findExecutable('nvidia-smi', options.searchPath, process.cwd());
  const stop = new AbortController();
  const latest = new Map<string, GpuSample>();
  const silenceMs = options.silenceMs ?? Math.max(5000, 5 * options.intervalMs);
  let newest = Number.NEGATIVE_INFINITY;
  const current = (): readonly GpuSample[] =>
    now() - newest > silenceMs ? [] : [...latest.values()].sort((a, b) => a.index - b.index);

  async function watch(program: string): Promise<void> {
    const first = await follow(program, 'all');
    if (stop.signal.aborted) return;
    await follow(program, first.knowsFields ? 'all' : 'basic');
  }

  async function follow(program: string, fields: FieldSet): Promise<{ knowsFields: boolean }> {
    const child = execa(program, [...sampleArguments(fields), '-lms', String(options.intervalMs)], {
      stdin: 'ignore',
      stderr: 'ignore',
      buffer: false,
      reject: false,
      cancelSignal: stop.signal,
      killSignal: 'SIGKILL',
    });
    let knowsFields = true;
    let rest = '';
    let silence = setTimeout(() => child.kill(), silenceMs);
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      clearTimeout(silence);
      silence = setTimeout(() => child.kill(), silenceMs);
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, 4096);
      if (lines.some((line) => line.includes('not a valid field'))) knowsFields = false;
      const samples = lines.map((line) => parseSample(line, fields)).filter((sample) => sample !== null);
      if (samples.length === 0) return;
      for (const sample of samples) latest.set(sample.uuid, sample);
      newest = now();
      options.onSamples?.(current());
    });
    await child;
    clearTimeout(silence);
    return { knowsFields };
  }

  const watched = found.kind === 'found' ? watch(found.path) : Promise.resolve();
  return {
    current,
    async stop() {
      stop.abort();
      // A process that waits for a sick driver cannot be ended, not even by SIGKILL, until the driver lets it go.
      const ended = new AbortController();
      await Promise.race([watched, pause(endLimitMs, ended.signal)]);
      ended.abort(); // a timer that runs on would keep the whole program waiting
    },
  };
}
