// Figures without those that were not measured.
import type { GpuSample } from '../domain/events.ts';

/** Nothing where it was not measured. */
export function figure<Name extends string>(name: Name, value: number | undefined): { readonly [N in Name]?: number } {
  const found: { [N in Name]?: number } = {};
  if (value !== undefined) found[name] = value;
  return found;
}

const quantities = ['vramTotalMiB', 'vramUsedMiB', 'utilizationPercent', 'temperatureC', 'powerW'] as const;

type Quantity = (typeof quantities)[number];

/** Of what a GPU says of itself; null = not said. */
export function figures(said: { readonly [Q in Quantity]?: number | null }): Pick<GpuSample, Quantity> {
  const known: { [Q in Quantity]?: number } = {};
  for (const quantity of quantities) {
    const value = said[quantity];
    if (value != null) known[quantity] = value;
  }
  return known;
}
