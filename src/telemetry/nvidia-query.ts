// The words of nvidia-smi: which fields are asked for, and how its lines are read. The name comes last, since it is the only
// one that could hold a comma; what the card cannot say is absent, never 0.
import type { GpuSample } from '../domain/events.ts';

const basicFields = ['index', 'uuid', 'memory.total', 'memory.used'] as const;
const furtherFields = ['utilization.gpu', 'temperature.gpu', 'power.draw'] as const;

/** One unknown field makes the whole call fail, so there is a form with those only that every driver knows. */
export type FieldSet = 'all' | 'basic';

export function sampleArguments(fields: FieldSet): readonly string[] {
  const asked = fields === 'all' ? [...basicFields, ...furtherFields, 'name'] : [...basicFields, 'name'];
  return [`--query-gpu=${asked.join(',')}`, '--format=csv,noheader,nounits'];
}

/** Null for anything that is not a line of samples, such as an error message. */
export function parseSample(line: string, fields: FieldSet): GpuSample | null {
  const values = line.split(',').map((value) => value.trim());
  const further = fields === 'all' ? furtherFields.length : 0;
  const [index, uuid, total, used, ...rest] = values;
  const name = rest.slice(further).join(', ');
  if (!/^\d+$/.test(index ?? '') || uuid === undefined || name === '') return null;
  const [utilization, temperature, power] = fields === 'all' ? rest : [];
  return {
    index: Number(index),
    uuid,
    name,
    ...measured('vramTotalMiB', total),
    ...measured('vramUsedMiB', used),
    ...measured('utilizationPercent', utilization),
    ...measured('temperatureC', temperature),
    ...measured('powerW', power),
  };
}

type Quantity = 'vramTotalMiB' | 'vramUsedMiB' | 'utilizationPercent' | 'temperatureC' | 'powerW';

/** `[N/A]`, `[Not Supported]`, `[Unknown Error]` and the like are no measurement. */
function measured(quantity: Quantity, text: string | undefined): { readonly [Q in Quantity]?: number } {
  const value = numberIn(text);
  return value === null ? {} : { [quantity]: value };
}

export function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
