// The words of nvidia-smi: which fields are asked for, and how its lines are read. The name comes last, since it is the only
// one that could hold a comma; what the card cannot say is absent, never 0.
import { present } from '../../domain/present.ts';
import type { GpuSample } from '../../domain/samples.ts';
import { reasonsToCauses } from './clock-reasons.ts';

const fixedFields = ['index', 'uuid', 'memory.total', 'memory.used'] as const;

/** Not known to every driver. The momentary power is better than the mean of the last second, but not every card has it. */
export const wantedFields: readonly string[] = [
  'utilization.gpu',
  'temperature.gpu',
  'power.draw.instant',
  'power.draw',
  'clocks_event_reasons.active',
];

const olderNames: Readonly<Record<string, string>> = {
  'clocks_event_reasons.active': 'clocks_throttle_reasons.active',
};

export function sampleArguments(fields: readonly string[]): readonly string[] {
  return [`--query-gpu=${[...fixedFields, ...fields, 'name'].join(',')}`, '--format=csv,noheader,nounits'];
}

/** One unknown field makes the whole call fail; the driver names it. Null when this line does not speak of that. */
export function refusedField(line: string): string | null {
  if (!line.includes('not a valid field')) return null;
  return /"([^"]*)"/.exec(line)?.[1] ?? '';
}

/** What to ask for after a field was refused; nothing but the fixed fields where nobody knows which one it was. */
export function fieldsWithout(fields: readonly string[], refused: string): readonly string[] {
  if (!fields.includes(refused)) return [];
  const older = olderNames[refused];
  return fields.flatMap((field) => (field !== refused ? [field] : older === undefined ? [] : [older]));
}

/** Null for anything that is not a line of samples, such as a header or an error message. `unified`: it has no memory of its own. */
export function parseSample(line: string, fields: readonly string[]): { sample: GpuSample; unified: boolean } | null {
  const values = line.split(',').map((value) => value.trim());
  const [index, uuid, total, used, ...rest] = values;
  const name = rest.slice(fields.length).join(', ');
  if (index === undefined || !/^\d{1,4}$/.test(index) || uuid === undefined || uuid === '' || name === '') return null;
  const said = (field: string): string | undefined => {
    const place = fields.indexOf(field);
    return place < 0 ? undefined : rest[place];
  };
  const reasons = said('clocks_event_reasons.active') ?? said('clocks_throttle_reasons.active');
  const throttling = reasonsToCauses(reasons);
  const sample: GpuSample = {
    index: Number(index),
    uuid,
    name,
    ...present({
      vramTotalMiB: numberIn(total),
      vramUsedMiB: numberIn(used),
      utilizationPercent: numberIn(said('utilization.gpu')),
      temperatureC: numberIn(said('temperature.gpu')),
      powerW: numberIn(said('power.draw.instant')) ?? numberIn(said('power.draw')),
    }),
    ...(throttling !== null && { throttling }),
  };
  return { sample, unified: isAbsent(total) && isAbsent(used) };
}

/** `[N/A]`, `[Not Supported]`, `[Unknown Error]` and the like are no measurement. */
export function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** There is no such quantity; an error or a missing permission says nothing about that. */
function isAbsent(text: string | undefined): boolean {
  return text !== undefined && /^\[?(N\/A|Not Supported)\]?$/i.test(text);
}
