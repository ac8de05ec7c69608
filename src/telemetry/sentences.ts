// All that is said about sampling that fails, and about what makes the numbers of a trial doubtful. What a tool printed is
// quoted on one line, cut, and without control characters.
import { cut, oneLine } from '../domain/text.ts';
import { counted, endingText } from '../domain/wording.ts';

const longestQuote = 200;
const longestName = 60;

export interface NvidiaEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly hung: boolean;
  readonly stuck: boolean;
  /** The last line that was no sample. */
  readonly saidLast: string | null;
  readonly silenceMs: number;
  /** There were samples before. */
  readonly sampled: boolean;
  /** It had been started a second time. */
  readonly restarted: boolean;
}

export function nvidiaGaveUp(end: NvidiaEnd): string {
  const until = end.sampled ? 'no more figures of NVIDIA GPUs from here on' : 'no figures of NVIDIA GPUs in this run';
  const again = end.restarted ? ', started a second time,' : '';
  const fate = end.hung ? `said nothing for ${end.silenceMs / 1000} s` : endingText(end);
  const stuck = end.stuck ? ' and could not be ended' : '';
  const words = end.saidLast === null ? '' : `; its last words: "${quote(end.saidLast)}"`;
  return `${until}: nvidia-smi${again} ${fate}${stuck}${words}; run nvidia-smi in a terminal to see what the driver lacks`;
}

export function stoppedAnswering(tool: string, times: number): string {
  return `no more figures of GPUs from here on: ${tool} gave no answer ${counted(times, 'time')} in a row; run it in a terminal to see why`;
}

export function samplingBroke(error: unknown): string {
  return `telemetry stopped: ${error instanceof Error ? error.message : String(error)}`;
}

export interface Throttled {
  readonly gpu: string;
  readonly causes: readonly string[];
  /** How many samples told of it, of how many that told anything. */
  readonly samples: number;
  readonly of: number;
}

export function throttled({ gpu, causes, samples, of }: Throttled): string {
  const share = Math.max(1, Math.round((samples / of) * 100));
  return `${gpu} ran slower than it could (${causes.join(', ')}) in ${samples} of ${counted(of, 'sample')}, ${share} %`;
}

export interface Intruder {
  readonly name: string | null;
  readonly pid: number;
  readonly usedMiB: number | null;
}

/** `intruders`: the largest first. */
export function sharedGpu(gpu: string, intruders: readonly Intruder[]): string {
  const shown = intruders.slice(0, 3).map(({ name, pid, usedMiB }) => {
    const amount = usedMiB === null ? 'an amount that the driver does not tell' : `${Math.round(usedMiB)} MiB`;
    return `"${quote(name ?? 'unnamed', longestName)}" (pid ${pid}) held ${amount}`;
  });
  const more = intruders.length > 3 ? [`and ${intruders.length - 3} more`] : [];
  return `memory of ${gpu} was held by others than this run: ${[...shown, ...more].join(', ')}`;
}

export function swapped(mebibytes: number): string {
  return `the machine swapped ${mebibytes.toFixed(1)} MiB in or out during the trial: its memory did not suffice`;
}

export function gpuLabel(index: number, name: string): string {
  return `GPU ${index} (${quote(name, longestName)})`;
}

function quote(text: string, longest = longestQuote): string {
  return cut(oneLine(text), longest);
}
