// What is said about an Ollama of ours that cannot do what the plan wants.
import type { JsonValue } from '../../domain/plan.ts';
import { cut, oneLine } from '../../domain/text.ts';

export function seesNothing(service: string, model: string, capabilities: readonly string[]): string {
  const can = capabilities.length === 0 ? 'nothing' : quote(capabilities.join(', '));
  return `service "${service}" is to be shown images, but "${quote(model)}" does not see: its capabilities are ${can}; take a model with "vision"`;
}

export function pullFailed(service: string, model: string, why: string): string {
  return `service "${service}" could not fetch "${quote(model)}": ${quote(why)}`;
}

export interface CpuPart {
  readonly service: string;
  readonly model: string;
  /** How it is reached, for example `CUDA`; null where that is not known. */
  readonly gpu: string | null;
  readonly sizeMiB: number;
  readonly onGpuMiB: number;
  readonly cpuShare: number;
  /** `20/33`; null where it is not known. */
  readonly layers: string | null;
  readonly contextLength: JsonValue;
}

export function partlyOnCpu(part: CpuPart): string {
  const { service, model, gpu, sizeMiB, onGpuMiB, cpuShare, layers, contextLength } = part;
  const where = gpu === null ? 'a GPU' : `a GPU (${quote(gpu)})`;
  const inLayers = layers === null ? '' : `, ${quote(layers).replace('/', ' of ')} layers`;
  const percent = Math.max(1, Math.round(cpuShare * 100));
  const size = `${sizeMiB - onGpuMiB} of ${sizeMiB} MiB (${percent} %)`;
  return `service "${service}" has ${size} of "${quote(model)}" on the CPU, although there is ${where}, which holds ${onGpuMiB} MiB${inLayers}; take a smaller model or a smaller num_ctx (now ${JSON.stringify(contextLength)}), or allow it with allowCpu: true`;
}

export function stillLoaded(models: readonly string[], limit: string): string {
  return `${quote(models.join(', '))} is still in memory after ${limit}`;
}

function quote(text: string): string {
  return cut(oneLine(text), 200);
}
