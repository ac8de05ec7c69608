// A source that asks again for each sample, because what it asks has no form that keeps talking.
import type { GpuProcess, GpuSample } from '../domain/events.ts';
import { endedInTime } from './ending.ts';
import type { GpuListener, GpuSource } from './gpu-source.ts';
import { watchProcesses } from './process-watch.ts';
import { samplingBroke, stoppedAnswering } from './sentences.ts';
import { steadily } from './steadily.ts';

/** One way of asking. */
export interface GpuReader {
  /** For people, for example `rocm-smi`. */
  readonly name: string;
  readonly intervalMs: number;
  /** Empty when there was no answer. */
  read(signal: AbortSignal): Promise<readonly GpuSample[]>;
  /** Null when there was no answer. */
  readonly readProcesses?: (signal: AbortSignal) => Promise<readonly GpuProcess[] | null>;
}

/** So many times without an answer, one after the other, and it is asked no more. */
const patience = 10;
const processPace = { everyMs: 2000, restFactor: 4 };

/** The first reader that gives samples is taken. */
export function pollingSource(readers: readonly GpuReader[]): GpuSource {
  const stop = new AbortController();
  let working: Promise<unknown> = Promise.resolve();

  async function work(listener: GpuListener): Promise<void> {
    let processes: Promise<void> | null = null;
    try {
      const reader = await firstThatAnswers(readers, stop.signal);
      if (reader === null) return;
      processes = listProcesses(reader, listener);
      await sample(reader, listener);
    } catch (error) {
      listener.onProblem(samplingBroke(error));
    } finally {
      stop.abort(); // where there are no samples any more, nobody asks for processes
      await processes;
      listener.onProcesses(null);
      listener.onEnded();
    }
  }

  async function sample(reader: GpuReader, listener: GpuListener): Promise<void> {
    let failures = 0;
    await steadily({ everyMs: reader.intervalMs, restFactor: 1 }, stop.signal, async () => {
      const samples = await reader.read(stop.signal);
      if (stop.signal.aborted) return 'done';
      failures = samples.length > 0 ? 0 : failures + 1;
      if (samples.length > 0) listener.onSamples(samples, reader.intervalMs);
      if (failures < patience) return 'again';
      listener.onProblem(stoppedAnswering(reader.name, patience));
      return 'done';
    });
  }

  async function listProcesses({ readProcesses }: GpuReader, listener: GpuListener): Promise<void> {
    if (readProcesses === undefined) return;
    await watchProcesses({ read: readProcesses, signal: stop.signal, pace: processPace }, listener);
  }

  return {
    start(listener) {
      working = work(listener);
    },
    async stop() {
      stop.abort();
      await endedInTime(working);
    },
  };
}

async function firstThatAnswers(readers: readonly GpuReader[], signal: AbortSignal): Promise<GpuReader | null> {
  for (const reader of readers) {
    const samples = await reader.read(signal);
    if (signal.aborted) return null;
    if (samples.length > 0) return reader;
  }
  return null;
}
