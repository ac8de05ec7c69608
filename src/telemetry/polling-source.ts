// A source that asks again for each sample, because what it asks has no form that keeps talking.
import type { GpuProcess, GpuSample } from '../domain/samples.ts';
import { backgroundSource, type SourceLife } from './background-source.ts';
import type { GpuSource } from './gpu-source.ts';
import { stoppedAnswering } from './sentences.ts';
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
  return backgroundSource(async (life) => {
    const reader = await firstThatAnswers(readers, life.signal);
    if (reader === null) return;
    if (reader.readProcesses !== undefined) life.lookAtProcesses({ read: reader.readProcesses, pace: processPace });
    await sample(reader, life);
  });
}

async function sample(reader: GpuReader, { listener, signal }: SourceLife): Promise<void> {
  let failures = 0;
  await steadily({ everyMs: reader.intervalMs, restFactor: 1 }, signal, async () => {
    const samples = await reader.read(signal);
    if (signal.aborted) return 'done';
    failures = samples.length > 0 ? 0 : failures + 1;
    if (samples.length > 0) listener.onSamples(samples, reader.intervalMs);
    if (failures < patience) return 'again';
    listener.onProblem(stoppedAnswering(reader.name, patience));
    return 'done';
  });
}

async function firstThatAnswers(readers: readonly GpuReader[], signal: AbortSignal): Promise<GpuReader | null> {
  for (const reader of readers) {
    const samples = await reader.read(signal);
    if (signal.aborted) return null;
    if (samples.length > 0) return reader;
  }
  return null;
}
