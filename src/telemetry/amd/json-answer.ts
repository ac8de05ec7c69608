// What AMD's tools print with --json: warnings may stand before it, every value may be "N/A", and a value may be a number, a
// text, or an object with a unit.
import * as z from 'zod';

/** Undefined when there is no JSON in it. */
export function jsonIn(output: string): unknown {
  for (const { index } of output.slice(0, longestPreface).matchAll(/^\s*[[{]/gm)) {
    try {
      return JSON.parse(output.slice(index));
    } catch {
      // a warning that begins with a bracket
    }
  }
  return undefined;
}

const longestPreface = 20_000;

/** Newer tools put the list of GPUs into an object. */
export function listIn(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json;
  if (json === null || typeof json !== 'object') return [];
  return Object.values(json).find((value) => Array.isArray(value)) ?? [];
}

const plain = z.union([z.number(), z.string()]);
export const quantity = z
  .union([plain, z.object({ value: plain, unit: z.string().optional() })])
  .optional()
  .catch(undefined);

type Quantity = z.infer<typeof quantity>;

/** Null for `N/A`, and for anything else that is not a number. */
export function numberOf(value: Quantity): number | null {
  if (value === undefined) return null;
  if (typeof value === 'object') return numberOf(value.value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const digits = /^\s*(-?\d+(?:\.\d+)?)(?:\s|$)/.exec(value)?.[1];
  return digits === undefined ? null : Number(digits);
}

const mebibytesIn: Readonly<Record<string, number>> = { B: 1 / 1024 ** 2, KB: 1 / 1024, MB: 1, GB: 1024 };

/** What the tools call MB is 2²⁰ bytes. */
export function mebibytesOf(value: Quantity): number | null {
  const number = numberOf(value);
  const factor = mebibytesIn[typeof value === 'object' ? (value.unit ?? 'MB') : 'MB'];
  return number === null || factor === undefined ? null : number * factor;
}
