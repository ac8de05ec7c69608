import { expect, it } from 'vitest';
import type { GpuSample } from '../../src/domain/samples.ts';
import { GpuRegistry } from '../../src/telemetry/gpu-registry.ts';

function sample(uuid: string, index: number, usedMiB = 100): GpuSample {
  return { index, uuid, name: uuid, vramUsedMiB: usedMiB };
}

const at = (atMs: number) => ({ intervalMs: 200, atMs });

it('numbers the GPUs of a second source after those of the first, once all of the first are known', () => {
  const registry = new GpuRegistry(2);
  registry.add(1, [sample('AMD-0', 0)], at(10));
  registry.add(0, [sample('GPU-a', 0)], at(20));
  registry.add(1, [sample('AMD-0', 0)], at(30));
  registry.add(0, [sample('GPU-b', 1)], at(40));
  expect(registry.current(50).map(({ uuid }) => uuid)).toEqual(['GPU-a', 'GPU-b']);
  registry.add(0, [sample('GPU-a', 0)], at(220));
  registry.add(1, [sample('AMD-0', 0), sample('AMD-1', 1)], at(230));
  expect(registry.current(240).map(({ uuid, index }) => [index, uuid])).toEqual([
    [0, 'GPU-a'],
    [1, 'GPU-b'],
    [2, 'AMD-0'],
    [3, 'AMD-1'],
  ]);
});

it('numbers them from 0 where the first source has none', () => {
  const registry = new GpuRegistry(2);
  registry.ended(0);
  registry.add(1, [sample('AMD-0', 0)], at(10));
  expect(registry.current(10)).toEqual([sample('AMD-0', 0)]);
});

it('calls nothing current that is older than two seconds, or than four intervals of a slow source', () => {
  const registry = new GpuRegistry(1);
  registry.add(0, [sample('GPU-a', 0, 512)], at(1000));
  expect(registry.memory(3000)).toEqual([{ index: 0, uuid: 'GPU-a', name: 'GPU-a', usedMiB: 512, atMs: 1000 }]);
  expect(registry.memory(3001)).toEqual([]);
  expect(registry.current(3001)).toEqual([]);
  registry.add(0, [sample('GPU-a', 0)], { intervalMs: 1000, atMs: 4000 });
  expect(registry.current(8000)).toHaveLength(1);
});

it('tells no memory of a GPU that does not tell it', () => {
  const registry = new GpuRegistry(1);
  registry.add(0, [{ index: 0, uuid: 'GPU-a', name: 'A' }], at(0));
  expect(registry.memory(0)).toEqual([]);
  expect(registry.windows(0, 10)[0]).toMatchObject({ tellsMemory: false, unified: false });
});

it('keeps each sample, also of those that came together', () => {
  const registry = new GpuRegistry(1);
  registry.add(0, [sample('GPU-a', 0, 100), sample('GPU-a', 0, 900), sample('GPU-a', 0, 200)], at(0));
  expect(registry.windows(0, 0)[0]?.inside.map(({ vramUsedMiB }) => vramUsedMiB)).toEqual([100, 900, 200]);
  expect(registry.current(0)[0]?.vramUsedMiB).toBe(200);
});

it('does not grow with nonsense', () => {
  const registry = new GpuRegistry(1);
  for (let index = 0; index < 500; index += 1) registry.add(0, [sample(`GPU-${index}`, index)], at(0));
  expect(registry.current(0)).toHaveLength(64);
});
