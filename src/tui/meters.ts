// The lines of the machine's panel: one per GPU, what others hold of them, main memory, processor. Pure.
import type { GpuProcess, GpuSample } from '../domain/samples.ts';
import { oneLine } from '../domain/text.ts';
import { mebibytes } from '../domain/units.ts';
import type { Machine } from '../projections/dashboard/state.ts';
import { usage } from '../projections/text/format.ts';

export interface Meter {
  readonly kind: 'meter';
  readonly label: string;
  /** 0 to 1; null = not measured. */
  readonly share: number | null;
  /** In order of importance; what does not fit is left out. */
  readonly parts: readonly string[];
  /** Why it runs slower than it could. */
  readonly slowedBy: string | null;
}

/** A line without a bar. */
export interface MachineNote {
  readonly kind: 'note';
  readonly text: string;
}

export type MachineLine = Meter | MachineNote;

/** As many as there are to show, in order of importance. */
export function machineLines(machine: Machine): readonly MachineLine[] {
  return [...gpuMeters(machine.gpus), ...otherLines(machine)];
}

/** Those that fit: several GPUs are summed up in one line where there is no room for each, and the fullest follow it. */
export function fittingLines(machine: Machine, height: number): readonly MachineLine[] {
  const { gpus } = machine;
  const lines = machineLines(machine);
  if (lines.length <= height || gpus.length < 2 || height < 1) return lines.slice(0, Math.max(0, height));
  const others = otherLines(machine).slice(0, Math.max(0, height - 1));
  const fullest = gpus.toSorted((a, b) => (b.vramUsedMiB ?? 0) - (a.vramUsedMiB ?? 0));
  const shown = new Set(fullest.slice(0, Math.max(0, height - 1 - others.length)));
  return [
    sumOf(gpus),
    ...gpus.filter((gpu) => shown.has(gpu)).map((gpu) => gpuMeter(gpu, `GPU${gpu.index}`)),
    ...others,
  ];
}

function gpuMeters(gpus: readonly GpuSample[]): readonly Meter[] {
  return gpus.map((gpu) => gpuMeter(gpu, gpus.length === 1 ? onlyLabel(gpu) : `GPU${gpu.index}`));
}

function onlyLabel({ unified }: GpuSample): string {
  return unified === true ? 'GPU' : 'VRAM';
}

function gpuMeter(gpu: GpuSample, label: string): Meter {
  const share = shareOf([gpu]);
  return {
    kind: 'meter',
    label,
    share,
    parts: [
      share === null ? oneLine(gpu.name) : usageOf([gpu]),
      ...(gpu.unified === true ? ['unified'] : []),
      ...loadOf(gpu.utilizationPercent, gpu.temperatureC, gpu.powerW),
    ],
    slowedBy: slowedBy([gpu]),
  };
}

/** Load and temperature are those of the GPU that has most of it, power is all of theirs. */
function sumOf(gpus: readonly GpuSample[]): Meter {
  const powers = gpus.flatMap(({ powerW }) => powerW ?? []);
  const power = powers.length === gpus.length ? powers.reduce((sum, watts) => sum + watts, 0) : undefined;
  const share = shareOf(gpus);
  return {
    kind: 'meter',
    label: `${gpus.length}GPU`,
    share,
    parts: [
      share === null ? `${gpus.length} GPUs` : usageOf(gpus),
      ...loadOf(
        largest(gpus.flatMap(({ utilizationPercent }) => utilizationPercent ?? [])),
        largest(gpus.flatMap(({ temperatureC }) => temperatureC ?? [])),
        power,
      ),
    ],
    slowedBy: slowedBy(gpus),
  };
}

function loadOf(percent: number | undefined, celsius: number | undefined, watts: number | undefined): string[] {
  return [
    ...(percent === undefined ? [] : [`${Math.round(percent)} %`]),
    ...(celsius === undefined ? [] : [`${Math.round(celsius)} °C`]),
    ...(watts === undefined ? [] : [`${Math.round(watts)} W`]),
  ];
}

/** Null where one of them does not tell. */
function shareOf(gpus: readonly GpuSample[]): number | null {
  const total = sum(gpus, ({ vramTotalMiB }) => vramTotalMiB);
  const used = sum(gpus, ({ vramUsedMiB }) => vramUsedMiB);
  return total === null || used === null || total <= 0 ? null : used / total;
}

function usageOf(gpus: readonly GpuSample[]): string {
  return usage(sum(gpus, ({ vramUsedMiB }) => vramUsedMiB) ?? 0, sum(gpus, ({ vramTotalMiB }) => vramTotalMiB) ?? 0);
}

function slowedBy(gpus: readonly GpuSample[]): string | null {
  const causes = new Set(gpus.flatMap(({ throttling = [] }) => throttling.map(oneLine)));
  return causes.size === 0 ? null : [...causes].join(', ');
}

function otherLines({ gpus, foreign, cpuPercent, memoryUsedMiB, memoryTotalMiB }: Machine): readonly MachineLine[] {
  const memory: readonly MachineLine[] =
    memoryUsedMiB === null || memoryTotalMiB === null || memoryTotalMiB <= 0
      ? []
      : [plainMeter('RAM', memoryUsedMiB / memoryTotalMiB, usage(memoryUsedMiB, memoryTotalMiB))];
  const cpu = cpuPercent === null ? [] : [plainMeter('CPU', cpuPercent / 100, `${Math.round(cpuPercent)} %`)];
  return [...foreignNote(foreign, gpus), ...memory, ...cpu];
}

function plainMeter(label: string, share: number, text: string): Meter {
  return { kind: 'meter', label, share, parts: [text], slowedBy: null };
}

/** `also on GPU 0: python3 3.1 GiB (pid 4242), 2 more`. */
function foreignNote(foreign: readonly GpuProcess[], gpus: readonly GpuSample[]): readonly MachineNote[] {
  const [first] = foreign;
  if (first === undefined) return [];
  const { name, pid, usedMiB, gpuUuid } = first;
  const gpu = gpus.length < 2 ? undefined : gpus.find(({ uuid }) => uuid === gpuUuid);
  const where = gpu === undefined ? 'also' : `also on GPU ${gpu.index}:`;
  const held = usedMiB === undefined ? '' : ` ${mebibytes(usedMiB)}`;
  const more = foreign.length === 1 ? '' : `, ${foreign.length - 1} more`;
  return [
    { kind: 'note', text: `${where} ${name === null ? 'a process' : programOf(name)}${held} (pid ${pid})${more}` },
  ];
}

/** The driver gives whole paths. */
function programOf(name: string): string {
  return oneLine(name.split('/').at(-1) ?? name);
}

function sum<T>(items: readonly T[], value: (item: T) => number | undefined): number | null {
  let total = 0;
  for (const item of items) {
    const found = value(item);
    if (found === undefined) return null;
    total += found;
  }
  return total;
}

function largest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}
