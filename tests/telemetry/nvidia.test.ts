import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { GpuSample } from '../../src/domain/samples.ts';
import { listProcesses, nameOf } from '../../src/system/processes.ts';
import { querySystemGpus } from '../../src/telemetry/host.ts';
import { reasonsToCauses } from '../../src/telemetry/nvidia/clock-reasons.ts';
import { fieldsWithout, parseSample, refusedField, wantedFields } from '../../src/telemetry/nvidia/query.ts';
import { type NvidiaOptions, nvidiaSource } from '../../src/telemetry/nvidia/source.ts';
import { fixturePath, listenTo, placeWith } from '../support/gpu-fixtures.ts';
import { until } from '../support/until.ts';

function fake(name: string, options: Partial<NvidiaOptions> = {}) {
  const path = fixturePath(`nvidia/${name}/nvidia-smi`);
  return nvidiaSource({ path, intervalMs: 200, procDirectory: '/proc', restartAfterMs: 0, ...options });
}

function childrenNamed(name: string): number {
  return listProcesses().filter(({ pid, parent }) => parent === process.pid && nameOf(pid) === name).length;
}

/** What the fake noted, line by line: one line each time that it was started. */
function startsFile(): () => readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  const file = join(directory, 'starts');
  process.env['NVIDIA_SMI_STARTS'] = file;
  onTestFinished(() => {
    delete process.env['NVIDIA_SMI_STARTS'];
    rmSync(directory, { recursive: true });
  });
  return () => {
    try {
      return readFileSync(file, 'utf8').trim().split('\n');
    } catch {
      return [];
    }
  };
}

function latest(rounds: readonly (readonly GpuSample[])[]): readonly GpuSample[] {
  return [...new Map(rounds.flat().map((sample) => [sample.uuid, sample])).values()];
}

it('samples several GPUs from one process, and leaves out what a card cannot say', async () => {
  const source = fake('two-gpus');
  const heard = listenTo(source);
  await until(() => heard.rounds.flat().length >= 6, 'three rounds of two GPUs');
  const [first, second] = latest(heard.rounds);
  const { vramUsedMiB, ...rest } = first ?? {};
  expect(vramUsedMiB).toBeGreaterThan(1000);
  expect(rest).toEqual({
    index: 0,
    uuid: 'GPU-aaaa',
    name: 'NVIDIA H200',
    vramTotalMiB: 143771,
    utilizationPercent: 7,
    temperatureC: 34,
    powerW: 78.12,
    throttling: [],
  });
  expect(second).toEqual({
    index: 1,
    uuid: 'GPU-bbbb',
    name: 'NVIDIA RTX PRO 6000, Blackwell',
    vramTotalMiB: 97887,
    vramUsedMiB: 500,
    temperatureC: 41,
  });
  expect([...heard.intervals]).toEqual([200]);
  await source.stop();
  expect(childrenNamed('sh')).toBe(0);
  expect(heard).toMatchObject({ problems: [], ended: true });
});

it('tells why a GPU is slow, ignores headers, and takes mean power where there is no momentary one', async () => {
  const heard = listenTo(fake('one-gpu'));
  await until(() => heard.rounds.length > 0, 'a sample');
  expect(heard.rounds[0]?.[0]).toEqual({
    index: 0,
    uuid: 'GPU-eeee',
    name: 'NVIDIA GeForce RTX 4090',
    vramTotalMiB: 24564,
    vramUsedMiB: 2048,
    utilizationPercent: 99,
    temperatureC: 88,
    powerW: 450.5,
    throttling: ['power-cap', 'thermal'],
  });
});

it('takes the memory of the host for that of a GPU that has none of its own', async () => {
  const heard = listenTo(fake('unified-memory', { procDirectory: fixturePath('nvidia/proc') }));
  await until(() => heard.rounds.length > 0, 'a sample');
  expect(heard.rounds[0]?.[0]).toEqual({
    index: 0,
    uuid: 'GPU-ffff',
    name: 'NVIDIA GB10',
    unified: true,
    vramTotalMiB: 122_880,
    vramUsedMiB: 40_960,
    utilizationPercent: 12,
    temperatureC: 45,
    powerW: 11.2,
    throttling: [],
  });
});

it('asks an older driver in its own words, one refusal at a time', async () => {
  const starts = startsFile();
  const heard = listenTo(fake('unknown-field'));
  await until(() => heard.rounds.length > 0, 'a sample');
  expect(heard.rounds[0]?.[0]).toEqual({
    index: 0,
    uuid: 'GPU-cccc',
    name: 'NVIDIA GeForce GTX 1080',
    vramTotalMiB: 8192,
    vramUsedMiB: 512,
    utilizationPercent: 3,
    temperatureC: 50,
    powerW: 60,
    throttling: ['hardware-slowdown'],
  });
  expect(starts().filter((args) => args.includes('-lms'))).toHaveLength(3);
  expect(heard.problems).toEqual([]);
});

it('starts it again once when it exits, and then says why there are no more samples', async () => {
  const starts = startsFile();
  const heard = listenTo(fake('exits-early'));
  await until(() => heard.ended, 'the end');
  expect(starts()).toHaveLength(2);
  expect(heard.rounds).toHaveLength(2);
  expect(heard.problems).toEqual([
    'no more figures of NVIDIA GPUs from here on: nvidia-smi, started a second time, exited with code 15; its last words: ' +
      '"Unable to determine the device handle for GPU0: GPU is lost."; run nvidia-smi in a terminal to see what the driver lacks',
  ]);
});

it('ends one that hangs, and says so', async () => {
  const starts = startsFile();
  const source = fake('hangs', { silenceMs: 100 });
  const heard = listenTo(source);
  await until(() => heard.ended, 'the end');
  expect(starts()).toHaveLength(2);
  expect(heard.rounds).toEqual([]);
  expect(heard.problems).toEqual([
    'no figures of NVIDIA GPUs in this run: nvidia-smi, started a second time, said nothing for 0.1 s; run nvidia-smi in a terminal to see what the driver lacks',
  ]);
  expect(childrenNamed('sh')).toBe(0);
});

it('lets one go on for as long as it talks', async () => {
  const heard = listenTo(fake('two-gpus', { silenceMs: 1000 }));
  // The fake adds 100 MiB each 50 ms, and would begin again at 1000 MiB.
  await until(
    () => heard.rounds.flat().some(({ vramUsedMiB = 0 }) => vramUsedMiB >= 3500),
    'more than a second of talk',
  );
  expect(heard.problems).toEqual([]);
});

it('stops one that hangs at once when it is told to', async () => {
  const starts = startsFile();
  const source = fake('hangs');
  listenTo(source);
  await until(() => starts().length === 1, 'the start');
  await source.stop();
  expect(childrenNamed('sh')).toBe(0);
});

it('says once that there is no driver, and does not ask again', async () => {
  const starts = startsFile();
  const heard = listenTo(fake('no-driver'));
  await until(() => heard.ended, 'the end');
  expect(starts()).toEqual(['started']);
  expect(heard.problems).toEqual([
    `no figures of NVIDIA GPUs in this run: nvidia-smi exited with code 9; its last words: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."; run nvidia-smi in a terminal to see what the driver lacks`,
  ]);
});

it('lists the processes that compute, whatever their names hold', async () => {
  process.env['NVIDIA_SMI_PROCESSES'] = [
    'GPU-aaaa, 4711, 3072, /opt/models/a, b/serve',
    'GPU-bbbb, 4712, [N/A], [Insufficient Permissions]',
    'No running processes found',
    '',
  ].join('\\n');
  onTestFinished(() => {
    delete process.env['NVIDIA_SMI_PROCESSES'];
  });
  const heard = listenTo(fake('two-gpus'));
  await until(() => heard.processes.length > 0, 'an answer');
  expect(heard.processes[0]).toEqual([
    { gpuUuid: 'GPU-aaaa', pid: 4711, name: '/opt/models/a, b/serve', usedMiB: 3072 },
    { gpuUuid: 'GPU-bbbb', pid: 4712, name: null },
  ]);
});

it('lists the GPUs of the machine, and none when the driver does not answer', async () => {
  expect(await querySystemGpus(placeWith(['nvidia/two-gpus']))).toEqual([
    { name: 'NVIDIA H200', vramMiB: 143771, driver: '570.86.15' },
    { name: 'NVIDIA RTX PRO 6000, Blackwell', vramMiB: 97887, driver: null },
  ]);
  expect(await querySystemGpus(placeWith(['nvidia/unified-memory']))).toEqual([
    { name: 'NVIDIA GB10', vramMiB: null, driver: '580.95.05' },
  ]);
  expect(await querySystemGpus(placeWith(['nvidia/no-driver']))).toEqual([]);
  expect(await querySystemGpus(placeWith([]))).toEqual([]);
});

it.each([
  "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
  'Field "power.draw" is not a valid field to query.',
  '',
  '0, GPU-aaaa, 1',
  '0, GPU-aaaa, 8192, 512, 3, 50, 60, 60, 0x0',
  'index, uuid, memory.total [MiB], memory.used [MiB], utilization.gpu [%], temperature.gpu, a, b, c, name',
])('takes %j for no sample', (line) => {
  expect(parseSample(line, wantedFields)).toBeNull();
});

it.each(['[Unknown Error]', '[GPU requires reset]', '[Insufficient Permissions]'])(
  'does not take %s for memory that is shared with the host',
  (said) => {
    expect(parseSample(`0, GPU-a, ${said}, ${said}, X`, [])).toEqual({
      sample: { index: 0, uuid: 'GPU-a', name: 'X' },
      unified: false,
    });
  },
);

it('asks for nothing but the fixed fields when a driver refuses something without a name that was asked for', () => {
  expect(refusedField('Field "x.y" is not a valid field to query.')).toBe('x.y');
  expect(refusedField('0, GPU-a, 1, 2, X')).toBeNull();
  expect(fieldsWithout(wantedFields, 'x.y')).toEqual([]);
  expect(fieldsWithout(['a', 'clocks_event_reasons.active'], 'clocks_event_reasons.active')).toEqual([
    'a',
    'clocks_throttle_reasons.active',
  ]);
  expect(fieldsWithout(['a', 'clocks_throttle_reasons.active'], 'clocks_throttle_reasons.active')).toEqual(['a']);
});

it.each([
  ['0x0000000000000000', []],
  ['0x0000000000000113', []],
  ['0x0000000000000004', ['power-cap']],
  ['0x0000000000000008', ['hardware-slowdown']],
  ['0x0000000000000020', ['thermal']],
  ['0x0000000000000060', ['thermal']],
  ['0x0000000000000080', ['power-brake']],
  ['0x00000000000000ec', ['power-cap', 'hardware-slowdown', 'thermal', 'power-brake']],
  ['[N/A]', null],
  ['Not Active', null],
])('reads the clock reasons %s', (text, causes) => {
  expect(reasonsToCauses(text)).toEqual(causes);
});
