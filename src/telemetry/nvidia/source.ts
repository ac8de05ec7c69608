// Samples of all NVIDIA GPUs from one long-lived nvidia-smi, since starting one for each sample can take a second. It may
// exit, or hang with a sick driver; then there is a gap, and it is started again once.
import type { GpuSample } from '../../domain/samples.ts';
import { pause } from '../../system/clock.ts';
import { backgroundSource, type SourceLife } from '../background-source.ts';
import type { GpuSource } from '../gpu-source.ts';
import { nvidiaGaveUp } from '../sentences.ts';
import { withHostMemory } from '../unified-memory.ts';
import { followLines, type LineEnd } from './follow-lines.ts';
import { readComputeProcesses } from './processes.ts';
import { fieldsWithout, parseSample, refusedField, sampleArguments, wantedFields } from './query.ts';

export interface NvidiaOptions {
  /** Of nvidia-smi. */
  readonly path: string;
  readonly intervalMs: number;
  readonly procDirectory: string;
  /** Silence after which nvidia-smi counts as hung. */
  readonly silenceMs?: number;
  /** A driver that is being reset needs a moment. */
  readonly restartAfterMs?: number;
}

/** nvidia-smi could not talk to the driver; asking again changes nothing. */
const noDriver = 9;
/** Starting nvidia-smi costs processor time; it gets a fifth of a core at most. */
const processPace = { everyMs: 1000, restFactor: 4 };

export function nvidiaSource(options: NvidiaOptions): GpuSource {
  const silenceMs = options.silenceMs ?? Math.max(5000, 5 * options.intervalMs);
  return backgroundSource((life) => watch({ restartAfterMs: 1000, ...options, silenceMs }, life));
}

async function watch(options: Required<NvidiaOptions>, life: SourceLife): Promise<void> {
  const { silenceMs, restartAfterMs } = options;
  let fields = wantedFields;
  let sampled = false;
  for (let restarted = false; !life.signal.aborted; ) {
    const { end, refused, saidLast, samples } = await follow(options, fields, life);
    sampled ||= samples > 0;
    if (life.signal.aborted) return;
    if (samples === 0 && refused !== null && fields.length > 0) {
      fields = fieldsWithout(fields, refused);
      continue;
    }
    if (restarted || end.stuck || (end.exitCode === noDriver && !sampled)) {
      life.listener.onProblem(nvidiaGaveUp({ ...end, saidLast, silenceMs, sampled, restarted }));
      return;
    }
    restarted = true;
    await pause(restartAfterMs, life.signal);
  }
}

interface Followed {
  readonly end: LineEnd;
  /** The field that the driver does not know. */
  readonly refused: string | null;
  /** The last line that was no sample. */
  readonly saidLast: string | null;
  readonly samples: number;
}

async function follow(
  { path, intervalMs, procDirectory, silenceMs }: Required<NvidiaOptions>,
  fields: readonly string[],
  { listener, signal, lookAtProcesses }: SourceLife,
): Promise<Followed> {
  let refused: string | null = null;
  let saidLast: string | null = null;
  let samples = 0;
  const end = await followLines({
    path,
    args: [...sampleArguments(fields), '-lms', String(intervalMs)],
    silenceMs,
    signal,
    onLines(lines) {
      const found: GpuSample[] = [];
      for (const line of lines) {
        const parsed = parseSample(line, fields);
        if (parsed !== null) found.push(parsed.unified ? withHostMemory(parsed.sample, procDirectory) : parsed.sample);
        else if (line.trim() !== '') saidLast = line;
        refused ??= refusedField(line);
      }
      if (found.length === 0) return;
      // Asked for each time: a process that goes on asking would say nothing, and outlive this one, while there is nobody to name.
      lookAtProcesses({ pace: processPace, read: (signal) => readComputeProcesses(path, signal) });
      samples += found.length;
      listener.onSamples(found, intervalMs);
    },
  });
  return { end, refused, saidLast, samples };
}
