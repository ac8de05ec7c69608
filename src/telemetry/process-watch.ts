// Keeps asking which processes hold memory of GPUs.
import type { GpuProcess } from '../domain/samples.ts';
import type { GpuListener } from './gpu-source.ts';
import { samplingBroke } from './sentences.ts';
import { type Pace, steadily } from './steadily.ts';

export interface ProcessWatch {
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Null when there was no answer. */
  readonly read: (signal: AbortSignal) => Promise<readonly GpuProcess[] | null>;
}

/** So many times without an answer, one after the other, and it is asked no more. */
const patience = 3;

/** Never rejects. */
export async function watchProcesses({ pace, signal, read }: ProcessWatch, listener: GpuListener): Promise<void> {
  let failures = 0;
  try {
    await steadily(pace, signal, async () => {
      const processes = await read(signal);
      if (signal.aborted) return 'done';
      failures = processes === null ? failures + 1 : 0;
      listener.onProcesses(processes);
      return failures < patience ? 'again' : 'done';
    });
  } catch (error) {
    listener.onProblem(samplingBroke(error));
  }
}
