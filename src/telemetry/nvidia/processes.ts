// Which processes compute on NVIDIA GPUs. An empty answer means none, or that this program may not see them.
import type { GpuProcess } from '../../domain/samples.ts';
import { outputOf } from '../tool-output.ts';
import { numberIn } from './query.ts';

/** The name comes last: it may hold commas. */
const question = '--query-compute-apps=gpu_uuid,pid,used_gpu_memory,process_name';
/** More would be nonsense in the output of a tool. */
const mostProcesses = 512;

/** Null when there was no answer. */
export async function readComputeProcesses(path: string, signal: AbortSignal): Promise<readonly GpuProcess[] | null> {
  const output = await outputOf(path, [question, '--format=csv,noheader,nounits'], signal);
  if (output === null) return null;
  return output.split('\n').flatMap(parseProcess).slice(0, mostProcesses);
}

function parseProcess(line: string): readonly GpuProcess[] {
  const [gpuUuid, pid, used, ...rest] = line.split(',').map((value) => value.trim());
  const name = rest.join(', ');
  if (gpuUuid === undefined || pid === undefined || !/^\d{1,10}$/.test(pid) || name === '') return [];
  const usedMiB = numberIn(used);
  return [{ gpuUuid, pid: Number(pid), name: nameIn(name), ...(usedMiB !== null && { usedMiB }) }];
}

/** `[Not Found]`, `[Insufficient Permissions]` and the like are no names. */
function nameIn(text: string): string | null {
  return /^\[.*\]$/.test(text) || text === 'N/A' || text === '-' ? null : text;
}
