import { expect, it } from 'vitest';
import { amdSmi } from '../../src/telemetry/amd/amd-smi.ts';
import { amdDrm } from '../../src/telemetry/amd/drm.ts';
import { jsonIn, mebibytesOf, numberOf } from '../../src/telemetry/amd/json-answer.ts';
import { rocmSmi } from '../../src/telemetry/amd/rocm-smi.ts';
import { gpuSources, otherReaders } from '../../src/telemetry/gpu-sources.ts';
import { querySystemGpus } from '../../src/telemetry/host.ts';
import { fixturePath, listenTo, placeWith } from '../support/gpu-fixtures.ts';
import { until } from '../support/until.ts';

const { signal } = new AbortController();
const drmDirectory = fixturePath('amd/drm');

it('reads the newer form of amd-smi, and leaves out what is N/A', async () => {
  const reader = amdSmi(fixturePath('amd/amd-smi-objects/amd-smi'), 200);
  expect(reader.intervalMs).toBe(1000);
  expect(await reader.read(signal)).toEqual([
    {
      index: 0,
      uuid: 'AMD-0',
      name: 'AMD Instinct MI300X',
      vramTotalMiB: 196_592,
      vramUsedMiB: 1234,
      utilizationPercent: 42,
      temperatureC: 61,
      powerW: 410.5,
    },
    {
      index: 1,
      uuid: 'AMD-1',
      name: 'AMD GPU',
      vramTotalMiB: 196_592,
      vramUsedMiB: 283,
      temperatureC: 38,
      powerW: 139,
    },
  ]);
  expect(await reader.readProcesses?.(signal)).toEqual([
    { gpuUuid: 'AMD-0', pid: 4242, name: 'python3', usedMiB: 1024 },
  ]);
});

it('reads the older form of amd-smi behind a warning', async () => {
  const reader = amdSmi(fixturePath('amd/amd-smi-lists/amd-smi'), 5000);
  expect(reader.intervalMs).toBe(5000);
  expect(await reader.read(signal)).toEqual([
    {
      index: 0,
      uuid: 'AMD-0',
      name: 'AMD GPU',
      vramTotalMiB: 16_384,
      vramUsedMiB: 512,
      utilizationPercent: 7,
      temperatureC: 40,
      powerW: 55.5,
    },
  ]);
  expect(await reader.readProcesses?.(signal)).toEqual([]);
});

it('takes a GPU that says nothing for one without figures', async () => {
  const reader = amdSmi(fixturePath('amd/amd-smi-silent/amd-smi'), 1000);
  expect(await reader.read(signal)).toEqual([{ index: 0, uuid: 'AMD-0', name: 'AMD GPU' }]);
});

it('reads rocm-smi behind a warning, however it writes its keys', async () => {
  expect(await rocmSmi(fixturePath('amd/rocm-smi/rocm-smi'), 200).read(signal)).toEqual([
    {
      index: 0,
      uuid: 'AMD-0',
      name: 'Radeon RX 6800',
      vramTotalMiB: 16_368,
      vramUsedMiB: 11,
      utilizationPercent: 0,
      temperatureC: 47,
      powerW: 33,
    },
    {
      index: 1,
      uuid: 'AMD-1',
      name: 'AMD INSTINCT MI250 (MCM) OAM AC MBA',
      vramTotalMiB: 65_520,
      temperatureC: 39,
      powerW: 90,
    },
  ]);
});

it('reads what the driver tells in /sys, in the order of the cards, and passes over those of other makes', async () => {
  expect(await amdDrm(drmDirectory, 200).read(signal)).toEqual([
    {
      index: 0,
      uuid: 'AMD-card1',
      name: 'AMD Radeon PRO W6800',
      vramTotalMiB: 16_368,
      vramUsedMiB: 1024,
      utilizationPercent: 37,
      temperatureC: 51,
      powerW: 47,
    },
    { index: 1, uuid: 'AMD-card10', name: 'AMD GPU', vramTotalMiB: 512 },
  ]);
  expect(await amdDrm('/nowhere', 200).read(signal)).toEqual([]);
});

it('takes the best way of asking that answers', async () => {
  const [source] = gpuSources(placeWith(['amd/broken-amd-smi']), 200);
  if (source === undefined) throw new Error('no source');
  const heard = listenTo(source);
  await until(() => heard.rounds.length > 0, 'an answer');
  expect(heard.rounds[0]?.map(({ name }) => name)).toEqual(['Radeon RX 6800', 'AMD INSTINCT MI250 (MCM) OAM AC MBA']);
});

it('looks into /sys where there is no tool, but not beside an NVIDIA GPU', () => {
  const names = (folders: readonly string[]) =>
    otherReaders(placeWith(folders, { drmDirectory }), 200).map(({ name }) => name);
  expect(names([])).toEqual([drmDirectory]);
  expect(names(['nvidia/two-gpus'])).toEqual([]);
  expect(names(['nvidia/two-gpus', 'amd/rocm-smi'])).toEqual(['rocm-smi', drmDirectory]);
  expect(names(['amd/broken-amd-smi'])).toEqual(['amd-smi', 'rocm-smi', drmDirectory]);
});

it('lists the GPUs of the machine', async () => {
  expect(await querySystemGpus(placeWith(['amd/amd-smi-objects', 'nvidia/two-gpus']))).toEqual([
    { name: 'NVIDIA H200', vramMiB: 143_771, driver: '570.86.15' },
    { name: 'NVIDIA RTX PRO 6000, Blackwell', vramMiB: 97_887, driver: null },
    { name: 'AMD Instinct MI300X', vramMiB: 196_592, driver: null },
    { name: 'AMD GPU', vramMiB: 196_592, driver: null },
  ]);
});

it.each([
  ['42', 42],
  ['410.5 W', 410.5],
  ['N/A', null],
  ['0x74a1', null],
  ['', null],
  [Number.NaN, null],
  [{ value: '7', unit: '%' }, 7],
  [{ value: 'N/A' }, null],
  [undefined, null],
])('takes %j for %j', (said, value) => {
  expect(numberOf(said)).toBe(value);
});

it('knows the units of memory, and no others', () => {
  expect(mebibytesOf({ value: 3, unit: 'GB' })).toBe(3072);
  expect(mebibytesOf({ value: 1_048_576, unit: 'B' })).toBe(1);
  expect(mebibytesOf({ value: 3, unit: 'furlong' })).toBeNull();
});

it.each(['', 'N/A', '[WARNING] nothing', '{"gpu_data": [', '{{{{'])('finds no JSON in %j', (output) => {
  expect(jsonIn(output)).toBeUndefined();
});
