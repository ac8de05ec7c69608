import { expect, it } from 'vitest';
import type { GpuWindow } from '../../src/telemetry/gpu-window.ts';
import { validityOf } from '../../src/telemetry/validity.ts';

/** `throttling` of each sample. */
function window(index: number, throttling: readonly (readonly string[] | null)[]): GpuWindow {
  const nothing = { vramUsedMiB: null, utilizationPercent: null, temperatureC: null, powerW: null };
  return {
    index,
    uuid: `GPU-${index}`,
    name: 'NVIDIA H200',
    unified: false,
    tellsMemory: true,
    intervalMs: 200,
    before: null,
    inside: throttling.map((causes, place) => ({ atMs: place * 200, ...nothing, throttling: causes })),
  };
}

const quiet = { windows: [], used: new Set<string>(), foreign: [], swappedMiB: undefined };

it('says which GPU was slow, why, and in how many samples', () => {
  const windows = [window(0, [[], ['thermal'], ['power-cap', 'thermal'], null]), window(1, [[], []])];
  expect(validityOf({ ...quiet, windows })).toEqual([
    {
      reason: 'gpu-throttled',
      detail: 'GPU 0 (NVIDIA H200) ran slower than it could (thermal, power-cap) in 2 of 3 samples, 67 %',
    },
  ]);
});

it('does not mind a GPU that no service uses, where that is known', () => {
  const windows = [window(0, [['thermal']]), window(1, [['power-cap']])];
  const reasons = (used: readonly string[]) =>
    validityOf({ ...quiet, windows, used: new Set(used) }).map(({ detail }) => detail.slice(0, 5));
  expect(reasons(['GPU-1'])).toEqual(['GPU 1']);
  expect(reasons([])).toEqual(['GPU 0', 'GPU 1']);
});

it('names the processes of others on each GPU, the largest first, in one note', () => {
  const held = (gpuUuid: string, pid: number, usedMiB: number | null) => ({ gpuUuid, pid, name: 'python3', usedMiB });
  const foreign = [
    held('GPU-0', 11, 100),
    held('GPU-1', 12, null),
    held('GPU-0', 13, 3072.4),
    held('GPU-0', 14, 50),
    held('GPU-0', 15, 60),
    { ...held('MIG-x', 16, 7), name: 'evil\u001b[31m\nname' },
  ];
  expect(validityOf({ ...quiet, windows: [window(0, []), window(1, [])], foreign })).toEqual([
    {
      reason: 'foreign-gpu-process',
      detail:
        'memory of GPU 0 (NVIDIA H200) was held by others than this run: "python3" (pid 13) held 3072 MiB, "python3" (pid 11) held 100 MiB, "python3" (pid 15) held 60 MiB, and 1 more',
    },
    {
      reason: 'foreign-gpu-process',
      detail:
        'memory of GPU 1 (NVIDIA H200) was held by others than this run: "python3" (pid 12) held an amount that the driver does not tell',
    },
    {
      reason: 'foreign-gpu-process',
      detail: 'memory of a GPU was held by others than this run: "evil name" (pid 16) held 7 MiB',
    },
  ]);
});

it('minds more than 1 MiB that was swapped', () => {
  expect(validityOf({ ...quiet, swappedMiB: 1 })).toEqual([]);
  expect(validityOf({ ...quiet, swappedMiB: 12.44 })).toEqual([
    {
      reason: 'swapping',
      detail: 'the machine swapped 12.4 MiB in or out during the trial: its memory did not suffice',
    },
  ]);
});
