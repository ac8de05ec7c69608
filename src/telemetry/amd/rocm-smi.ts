// AMD's older tool: one object per card, all values are texts, and how a key is written depends on the version.
import * as z from 'zod';
import { present } from '../../domain/present.ts';
import type { GpuSample } from '../../domain/samples.ts';
import { bytesPerMiB } from '../../domain/units.ts';
import type { GpuReader } from '../polling-source.ts';
import { outputOf, shortestToolIntervalMs } from '../tool-output.ts';
import { jsonIn, numberOf } from './json-answer.ts';

const question = ['--showmeminfo', 'vram', '--showuse', '--showtemp', '--showpower', '--showproductname', '--json'];

/** `path`: of rocm-smi. */
export function rocmSmi(path: string, intervalMs: number): GpuReader {
  return {
    name: 'rocm-smi',
    intervalMs: Math.max(intervalMs, shortestToolIntervalMs),
    async read(signal) {
      const output = await outputOf(path, question, signal);
      return output === null ? [] : samplesIn(jsonIn(output));
    },
  };
}

const answer = z.record(z.string(), z.unknown());
const card = z.record(z.string(), z.union([z.string(), z.number()]).catch(''));

function samplesIn(json: unknown): readonly GpuSample[] {
  const { data } = answer.safeParse(json);
  return Object.entries(data ?? {}).flatMap(([key, value]) => {
    const number = /^card(\d{1,4})$/.exec(key)?.[1];
    const said = card.safeParse(value).data;
    return number === undefined || said === undefined ? [] : [sampleOf(Number(number), said)];
  });
}

function sampleOf(index: number, said: Readonly<Record<string, string | number>>): GpuSample {
  const values = new Map(Object.entries(said).map(([key, value]) => [key.toLowerCase(), value]));
  const first = (...patterns: readonly RegExp[]): string | number | undefined =>
    patterns.flatMap((pattern) => [...values].filter(([key, value]) => pattern.test(key) && value !== 'N/A'))[0]?.[1];
  return {
    index,
    uuid: `AMD-${index}`,
    name: String(first(/^card series$/, /^device name$/, /^card model$/) ?? 'AMD GPU'),
    ...present({
      vramTotalMiB: mebibytes(first(/^vram total memory \(b\)$/)),
      vramUsedMiB: mebibytes(first(/^vram total used memory \(b\)$/)),
      utilizationPercent: numberOf(first(/^gpu use \(%\)$/)),
      temperatureC: numberOf(first(/sensor edge\) \(c\)$/, /sensor junction\) \(c\)$/)),
      powerW: numberOf(first(/package power \(w\)$/)),
    }),
  };
}

function mebibytes(bytes: string | number | undefined): number | null {
  const value = numberOf(bytes);
  return value === null ? null : value / bytesPerMiB;
}
