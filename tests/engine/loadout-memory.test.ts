import { describe, expect, it } from 'vitest';
import type { GpuProcess } from '../../src/domain/samples.ts';
import { LoadoutMemory } from '../../src/engine/loadout-memory.ts';

interface World {
  /** Memory in use at a time, in MiB; one entry per GPU. */
  readonly usedAt: (ms: number) => readonly number[];
  readonly holders?: readonly GpuProcess[];
}

/** A machine whose time passes only while somebody waits. */
function machine({ usedAt, holders = [] }: World) {
  let clock = 0;
  const windows: (readonly [number, number])[] = [];
  const memory = new LoadoutMemory({
    now: () => clock,
    pause: async (ms, signal) => {
      if (!signal.aborted) clock += ms;
    },
    telemetry: {
      window: (from, to) => {
        windows.push([from, to]);
        return { gpus: [{ index: 0, name: 'Card 0', samples: 9, vramPeakMiB: 7000 }], validity: [] };
      },
      gpuMemory: () =>
        usedAt(clock).map((usedMiB, index) => ({
          index,
          uuid: `GPU-${index}`,
          name: `Card ${index}`,
          usedMiB,
          atMs: clock,
        })),
      gpuProcesses: () => holders,
    },
  });
  const at = (ms: number): void => {
    clock = ms;
  };
  return { memory, at, windows };
}

describe('the memory of a loadout', () => {
  it('is that before its services, with its models loaded, at its peak and after their end', async () => {
    const { memory, at } = machine({ usedAt: (ms) => [ms < 1000 ? 300 : ms < 5000 ? 6300 : 310] });
    memory.open([]);
    at(2000);
    memory.loaded();
    at(6000);
    expect(await memory.settle([], true)).toEqual({
      waitedMs: 100,
      gpus: [{ index: 0, name: 'Card 0', beforeMiB: 300, loadedMiB: 6300, peakMiB: 7000, afterMiB: 310 }],
      kept: [],
      holders: [],
    });
  });

  it('is that of the whole time where its models had to be loaded again', async () => {
    const used = (ms: number): number => (ms < 1000 || (ms >= 4000 && ms < 4300) ? 300 : ms < 9000 ? 6300 : 310);
    const { memory, at, windows } = machine({ usedAt: (ms) => [used(ms)] });
    memory.open([]);
    at(2000);
    memory.loaded();
    at(3900);
    await memory.regain([]);
    at(5000);
    memory.loaded();
    at(9000);
    expect(await memory.settle([], true)).toMatchObject({
      gpus: [{ beforeMiB: 300, loadedMiB: 6300, peakMiB: 7000, afterMiB: 310 }],
    });
    expect(windows).toEqual([[2000, 9000]]);
  });

  it('is waited for before a service of it is started again', async () => {
    let freed = false;
    const { memory, at } = machine({
      usedAt: (ms) => {
        freed = ms >= 5200;
        return [ms < 1000 || freed ? 300 : 6300];
      },
    });
    memory.open([]);
    at(4000);
    await memory.regain([]);
    expect(freed).toBe(true);
  });

  it('is waited for until the driver has freed it', async () => {
    const { memory, at } = machine({ usedAt: (ms) => [ms < 1000 ? 300 : ms < 7200 ? 6300 : 300] });
    memory.open([]);
    at(6000);
    const { waitedMs, kept } = await memory.settle([], true);
    expect({ waitedMs, kept }).toEqual({ waitedMs: 1200, kept: [] });
  });

  it('is not waited for any longer once it has been steady for three seconds', async () => {
    const holders = [
      { gpuUuid: 'GPU-1', pid: 77, name: 'left-behind', usedMiB: 900 },
      { gpuUuid: 'GPU-0', pid: 78, name: 'on-the-other', usedMiB: 10 },
    ];
    const { memory, at } = machine({ usedAt: (ms) => [300, ms < 1000 ? 200 : 1100], holders });
    memory.open([]);
    at(6000);
    expect(await memory.settle([], true)).toMatchObject({
      waitedMs: 3000,
      kept: [{ index: 1, name: 'Card 1', keptMiB: 900 }],
      holders: [{ pid: 77 }],
    });
  });

  it('is given up after ten seconds of change', async () => {
    const { memory, at } = machine({ usedAt: (ms) => [ms < 1000 ? 300 : 2000 + (Math.floor(ms / 1000) % 2) * 100] });
    memory.open([]);
    at(6000);
    const { waitedMs, kept } = await memory.settle([], true);
    expect(waitedMs).toBe(10_000);
    expect(kept).toMatchObject([{ index: 0 }]);
  });

  it('stays within 64 MiB of what it was without a word', async () => {
    const { memory, at } = machine({ usedAt: (ms) => [ms < 1000 ? 300 : 364] });
    memory.open([]);
    at(6000);
    expect(await memory.settle([], true)).toMatchObject({ waitedMs: 100, kept: [] });
  });

  it('is compared with what it was while the same other services were up', async () => {
    const { memory, at } = machine({ usedAt: (ms) => [ms < 1000 ? 300 : ms < 3000 ? 2300 : ms < 6000 ? 6300 : 2300] });
    memory.open([]);
    at(2000);
    memory.open(['stt']);
    at(4000);
    memory.loaded();
    at(6000);
    const { gpus, kept } = await memory.settle(['stt'], true);
    expect(kept).toEqual([]);
    expect(gpus[0]).not.toHaveProperty('beforeMiB');
    expect(gpus[0]).not.toHaveProperty('afterMiB');
    memory.open(['stt']);
    expect(await memory.settle([], true)).toMatchObject({ kept: [{ index: 0, keptMiB: 2000 }] });
  });

  it('is not waited for where the run stops', async () => {
    const { memory, at } = machine({ usedAt: (ms) => [ms < 1000 ? 300 : 6300] });
    memory.open([]);
    at(6000);
    const settled = memory.settle([], true);
    memory.abort();
    const { gpus, kept } = await settled;
    expect(kept).toEqual([]);
    expect(gpus[0]).not.toHaveProperty('afterMiB');
  });

  it('is compared with nothing where it was not known before', async () => {
    const { memory, at } = machine({ usedAt: (ms) => (ms < 1000 ? [] : [6300]) });
    memory.open([]);
    at(6000);
    expect(await memory.settle([], true)).toMatchObject({ waitedMs: 3000, kept: [] });
  });

  it('is nothing where there is no GPU', async () => {
    const { memory } = machine({ usedAt: () => [] });
    memory.open([]);
    const settled = await memory.settle([], true);
    expect(settled).toEqual({ waitedMs: 0, gpus: [], kept: [], holders: [] });
  });
});
