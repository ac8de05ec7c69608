// Samples of all NVIDIA GPUs from one long-lived nvidia-smi, since starting one for each sample can take a second. It may
// exit, or hang with a sick driver; then there is a gap, and it is started again once.
import type { GpuSample } from '../../domain/events.ts';
import { pause } from '../../system/clock.ts';
import { endedInTime } from '../ending.ts';
import type { GpuListener, GpuSource } from '../gpu-source.ts';
import { watchProcesses } from '../process-watch.ts';
import { nvidiaGaveUp, samplingBroke } from '../sentences.ts';
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
  const { path, intervalMs, procDirectory } = options;
  const silenceMs = options.silenceMs ?? Math.max(5000, 5 * intervalMs);
  const stop = new AbortController();
  let working: Promise<unknown> = Promise.resolve();

  async function watch(listener: GpuListener): Promise<void> {
    let fields = wantedFields;
    let sampled = false;
    for (let restarted = false; !stop.signal.aborted; ) {
      const { end, refused, saidLast, samples } = await follow(fields, listener);
      sampled ||= samples > 0;
      if (stop.signal.aborted) return;
      if (samples === 0 && refused !== null && fields.length > 0) {
        fields = fieldsWithout(fields, refused);
        continue;
      }
      if (restarted || end.stuck || (end.exitCode === noDriver && !sampled)) {
        listener.onProblem(nvidiaGaveUp({ ...end, saidLast, silenceMs, sampled, restarted }));
        return;
      }
      restarted = true;
      await pause(options.restartAfterMs ?? 1000, stop.signal);
    }
  }

  async function follow(fields: readonly string[], listener: GpuListener): Promise<Followed> {
    let refused: string | null = null;
    let saidLast: string | null = null;
    let samples = 0;
    const end = await followLines({
      path,
      args: [...sampleArguments(fields), '-lms', String(intervalMs)],
      silenceMs,
      signal: stop.signal,
      onLines(lines) {
        const found: GpuSample[] = [];
        for (const line of lines) {
          const parsed = parseSample(line, fields);
          if (parsed !== null)
            found.push(parsed.unified ? withHostMemory(parsed.sample, procDirectory) : parsed.sample);
          else if (line.trim() !== '') saidLast = line;
          refused ??= refusedField(line);
        }
        if (found.length === 0) return;
        if (samples === 0) processes ??= lookAtProcesses(listener);
        samples += found.length;
        listener.onSamples(found, intervalMs);
      },
    });
    return { end, refused, saidLast, samples };
  }

  let processes: Promise<void> | null = null;
  /** Asked for each time: a process that goes on asking would say nothing, and outlive this one, while there is nobody to name. */
  async function lookAtProcesses(listener: GpuListener): Promise<void> {
    const read = (signal: AbortSignal) => readComputeProcesses(path, signal);
    await watchProcesses({ pace: processPace, signal: stop.signal, read }, listener);
  }

  async function work(listener: GpuListener): Promise<void> {
    try {
      await watch(listener);
    } catch (error) {
      listener.onProblem(samplingBroke(error));
    } finally {
      stop.abort(); // where there are no samples any more, nobody asks for processes
      await processes;
      listener.onProcesses(null);
      listener.onEnded();
    }
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

interface Followed {
  readonly end: LineEnd;
  /** The field that the driver does not know. */
  readonly refused: string | null;
  /** The last line that was no sample. */
  readonly saidLast: string | null;
  readonly samples: number;
}
