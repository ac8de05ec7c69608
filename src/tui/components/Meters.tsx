// The machine under load: video memory per GPU, or main memory where there is none, and the processor.

import type { GpuSample } from '../../domain/events.ts';
import { oneLine } from '../../domain/text.ts';
import type { Machine } from '../../projections/dashboard/state.ts';
import { usage } from '../../projections/text/format.ts';
import type { Tone } from '../theme.ts';
import { Bar } from './Bar.tsx';
import { Cell, Line } from './Line.tsx';

export interface Meter {
  readonly label: string;
  /** 0 to 1; null = not measured. */
  readonly share: number | null;
  /** In order of importance; what does not fit is left out. */
  readonly parts: readonly string[];
}

/** In order of importance. */
export function metersOf({ gpus, cpuPercent, memoryUsedMiB, memoryTotalMiB }: Machine): readonly Meter[] {
  const memory: readonly Meter[] =
    memoryUsedMiB === null || memoryTotalMiB === null || memoryTotalMiB <= 0
      ? []
      : [{ label: 'RAM', share: memoryUsedMiB / memoryTotalMiB, parts: [usage(memoryUsedMiB, memoryTotalMiB)] }];
  const cpu =
    cpuPercent === null ? [] : [{ label: 'CPU', share: cpuPercent / 100, parts: [`${Math.round(cpuPercent)} %`] }];
  return [...gpus.map((gpu) => gpuMeter(gpu, gpus.length)), ...memory, ...cpu];
}

function gpuMeter(
  { index, vramUsedMiB, vramTotalMiB, utilizationPercent, temperatureC, name }: GpuSample,
  gpus: number,
): Meter {
  const known = vramUsedMiB !== undefined && vramTotalMiB !== undefined && vramTotalMiB > 0;
  const parts = [
    known ? usage(vramUsedMiB, vramTotalMiB) : oneLine(name),
    ...(utilizationPercent === undefined ? [] : [`${Math.round(utilizationPercent)} %`]),
    ...(temperatureC === undefined ? [] : [`${Math.round(temperatureC)} °C`]),
  ];
  return {
    label: gpus === 1 ? 'VRAM' : `GPU${index}`,
    share: known ? vramUsedMiB / vramTotalMiB : null,
    parts,
  };
}

export interface MetersProps {
  readonly meters: readonly Meter[];
  readonly width: number;
  readonly height: number;
}

const labelWidth = 4;
const shortestBar = 8;

export function Meters({ meters, width, height }: MetersProps) {
  if (meters.length === 0) {
    return (
      <Line>
        <Cell tone="faint">no measurement yet</Cell>
      </Line>
    );
  }
  const room = width - labelWidth - 2 - shortestBar;
  const lines = meters.slice(0, height).map((meter) => ({ ...meter, text: fitting(meter.parts, room) }));
  const textWidth = Math.max(...lines.map(({ text }) => text.length));
  return lines.map(({ label, share, text }) => (
    <Line key={label}>
      <Cell width={labelWidth} tone="faint">
        {label}
      </Cell>
      <Bar
        width={Math.max(1, width - labelWidth - 2 - textWidth)}
        parts={share === null ? [] : [{ share: Math.min(1, share), tone: toneOf(share) }]}
      />
      <Cell width={textWidth} align="right">
        {text}
      </Cell>
    </Line>
  ));
}

function fitting(parts: readonly string[], room: number): string {
  const [first = '', ...others] = parts;
  return others.reduce((text, part) => {
    const longer = `${text} · ${part}`;
    return longer.length <= room ? longer : text;
  }, first);
}

function toneOf(share: number): Tone {
  if (share >= 0.95) return 'bad';
  return share >= 0.8 ? 'caution' : 'accent';
}
