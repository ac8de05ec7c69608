import { expect, it } from 'vitest';
import { appleGpu, machineIn, parseIoreg } from '../../src/telemetry/apple/ioreg.ts';
import { gpuSources } from '../../src/telemetry/gpu-sources.ts';
import { querySystemGpus } from '../../src/telemetry/host.ts';
import { fixturePath, placeWith } from '../support/gpu-fixtures.ts';

const { signal } = new AbortController();

it('reads how much of the memory the GPU has in use, and how busy it is', async () => {
  const tools = { ioreg: fixturePath('apple/ioreg'), sysctl: fixturePath('apple/sysctl') };
  expect(await appleGpu(tools, 200).read(signal)).toEqual([
    {
      index: 0,
      uuid: 'APPLE-0',
      name: 'Apple M4 Max',
      unified: true,
      vramTotalMiB: 65_536,
      vramUsedMiB: 2_363_801_600 / 1024 ** 2,
      utilizationPercent: 16,
    },
  ]);
});

it('says that the memory is not its own', async () => {
  expect(await querySystemGpus(placeWith(['apple'], { platform: 'darwin' }))).toEqual([
    { name: 'Apple M4 Max (unified memory)', vramMiB: null, driver: null },
  ]);
});

it('asks the registry of macOS on a Mac only', () => {
  expect(gpuSources(placeWith(['apple'], { platform: 'darwin' }), 200)).toHaveLength(1);
  expect(gpuSources(placeWith([], { platform: 'darwin' }), 200)).toHaveLength(0);
});

it('says nothing of a Mac whose GPU is not by Apple, and leaves out what is not there', () => {
  const statistics = '"PerformanceStatistics" = {"Device Utilization %"=x,"recoveryCount"=0}';
  const unknown = { memoryMiB: null, chip: null };
  expect(parseIoreg(statistics, { ...unknown, chip: 'Intel(R) Core(TM) i9' })).toEqual([]);
  expect(parseIoreg(statistics, unknown)).toEqual([{ index: 0, uuid: 'APPLE-0', name: 'Apple GPU', unified: true }]);
  expect(parseIoreg('', unknown)).toEqual([]);
  expect(machineIn('sysctl: unknown oid')).toEqual(unknown);
});
