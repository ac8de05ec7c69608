// AMD's current tool; each answer starts a Python program.
import * as z from 'zod';
import { present } from '../../domain/present.ts';
import type { GpuProcess, GpuSample } from '../../domain/samples.ts';
import type { GpuReader } from '../polling-source.ts';
import { outputOf, shortestToolIntervalMs } from '../tool-output.ts';
import { jsonIn, listIn, mebibytesOf, numberOf, quantity } from './json-answer.ts';

/** `path`: of amd-smi. */
export function amdSmi(path: string, intervalMs: number): GpuReader {
  let names: ReadonlyMap<number, string> | null = null;
  const ask = async (args: readonly string[], signal: AbortSignal): Promise<readonly unknown[] | null> => {
    const output = await outputOf(path, [...args, '--json'], signal);
    return output === null ? null : listIn(jsonIn(output));
  };
  return {
    name: 'amd-smi',
    intervalMs: Math.max(intervalMs, shortestToolIntervalMs),
    async read(signal) {
      const metrics = (await ask(['metric'], signal)) ?? [];
      if (metrics.length > 0) names ??= namesIn((await ask(['static', '--asic'], signal)) ?? []);
      return metrics.flatMap((element, place) => sampleIn(element, place, names ?? new Map()));
    },
    async readProcesses(signal) {
      return (await ask(['process'], signal))?.flatMap(processesIn) ?? null;
    },
  };
}

/** Stays the same during a run, and says nothing about the machine. */
function uuidOf(gpu: number): string {
  return `AMD-${gpu}`;
}

/** A whole block may be the text `N/A`. */
function block<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).optional().catch(undefined);
}

const metric = z.object({
  gpu: z.int().nonnegative().optional().catch(undefined),
  usage: block({ gfx_activity: quantity }),
  power: block({ socket_power: quantity }),
  temperature: block({ edge: quantity, hotspot: quantity }),
  mem_usage: block({ total_vram: quantity, used_vram: quantity }),
});

function sampleIn(element: unknown, place: number, names: ReadonlyMap<number, string>): readonly GpuSample[] {
  const { data } = metric.safeParse(element);
  if (data === undefined) return [];
  const gpu = data.gpu ?? place;
  const { usage, power, temperature, mem_usage: memory } = data;
  return [
    {
      index: gpu,
      uuid: uuidOf(gpu),
      name: names.get(gpu) ?? 'AMD GPU',
      ...present({
        vramTotalMiB: mebibytesOf(memory?.total_vram),
        vramUsedMiB: mebibytesOf(memory?.used_vram),
        utilizationPercent: numberOf(usage?.gfx_activity),
        temperatureC: numberOf(temperature?.edge) ?? numberOf(temperature?.hotspot),
        powerW: numberOf(power?.socket_power),
      }),
    },
  ];
}

const description = z.object({ gpu: z.int().nonnegative(), asic: z.object({ market_name: z.string().min(1) }) });

function namesIn(elements: readonly unknown[]): ReadonlyMap<number, string> {
  const found = elements.map((element) => description.safeParse(element).data).filter((data) => data !== undefined);
  return new Map(found.flatMap(({ gpu, asic }) => (asic.market_name === 'N/A' ? [] : [[gpu, asic.market_name]])));
}

const holder = z.object({
  name: z.string().optional().catch(undefined),
  pid: z.int().positive(),
  memory_usage: block({ vram_mem: quantity }),
});
const holders = z.object({
  gpu: z.int().nonnegative(),
  process_list: z.array(z.object({ process_info: z.unknown() })).catch([]),
});

function processesIn(element: unknown): readonly GpuProcess[] {
  const { data } = holders.safeParse(element);
  if (data === undefined) return [];
  return data.process_list.flatMap(({ process_info: said }) => {
    const process = holder.safeParse(said).data; // without processes there stands a sentence instead
    if (process === undefined) return [];
    const { pid, name, memory_usage: memory } = process;
    const usedMiB = mebibytesOf(memory?.vram_mem);
    const known = name === undefined || name === 'N/A' ? null : name;
    return [{ gpuUuid: uuidOf(data.gpu), pid, name: known, ...(usedMiB !== null && { usedMiB }) }];
  });
}
