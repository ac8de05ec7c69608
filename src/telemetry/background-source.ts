// The life of a source that works in the background until it is told to stop, or until it has nothing more to give. What goes
// wrong in it is told, and never ends a run.
import { endedInTime } from './ending.ts';
import type { GpuListener, GpuSource } from './gpu-source.ts';
import { type ProcessWatch, watchProcesses } from './process-watch.ts';
import { samplingBroke } from './sentences.ts';

/** One life of a source. */
export interface SourceLife {
  readonly listener: GpuListener;
  readonly signal: AbortSignal;
  /** Begins to ask which processes hold memory, beside the work; a second call changes nothing. */
  lookAtProcesses(watch: Pick<ProcessWatch, 'pace' | 'read'>): void;
}

export function backgroundSource(work: (life: SourceLife) => Promise<void>): GpuSource {
  const stop = new AbortController();
  const { signal } = stop;
  let working: Promise<unknown> = Promise.resolve();

  async function live(listener: GpuListener): Promise<void> {
    const watches: Promise<void>[] = [];
    const lookAtProcesses: SourceLife['lookAtProcesses'] = (watch) => {
      if (watches.length === 0) watches.push(watchProcesses({ ...watch, signal }, listener));
    };
    try {
      await work({ listener, signal, lookAtProcesses });
    } catch (error) {
      listener.onProblem(samplingBroke(error));
    } finally {
      stop.abort(); // where there are no samples any more, nobody asks for processes
      await Promise.all(watches);
      listener.onProcesses(null);
      listener.onEnded();
    }
  }

  return {
    start(listener) {
      working = live(listener);
    },
    async stop() {
      stop.abort();
      await endedInTime(working);
    },
  };
}
