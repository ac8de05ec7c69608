import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { GpuSample } from '../../src/domain/events.ts';
import { listProcesses, nameOf } from '../../src/system/processes.ts';
import { querySystemGpus } from '../../src/telemetry/host.ts';
import { startGpuMonitor } from '../../src/telemetry/nvidia-monitor.ts';
import { parseSample } from '../../src/telemetry/nvidia-query.ts';
import { until } from '../support/until.ts';

function pathTo(fake: string): string {
  return `${fileURLToPath(new URL(`../fixtures/nvidia/${fake}`, import.meta.url))}${delimiter}/usr/bin${delimiter}/bin`;
}

function childrenNamed(name: string): number {
  return listProcesses().filter(({ pid, parent }) => parent === process.pid && nameOf(pid) === name).length;
}

/** Counts how often the fake was started. */
function startsFile(): () => number {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  const file = join(directory, 'starts');
  process.env['NVIDIA_SMI_STARTS'] = file;
  onTestFinished(() => {
    delete process.env['NVIDIA_SMI_STARTS'];
    rmSync(directory, { recursive: true });
  });
  return () => {
    try {
      return readFileSync(file, 'utf8').split('\n').length - 1;
    } catch {
      return 0;
    }
  };
}

it('samples several GPUs from one process, and leaves out what a card cannot say', async () => {
  const rounds: (readonly GpuSample[])[] = [];
  const monitor = startGpuMonitor({
    intervalMs: 1000,
    searchPath: pathTo('two-gpus'),
    onSamples: (samples) => rounds.push(samples),
  });
  await until(() => rounds.length >= 3, 'three rounds');
  const [first, second] = monitor.current();
  expect(first).toMatchObject({ index: 0, uuid: 'GPU-aaaa', name: 'NVIDIA H200', vramTotalMiB: 143771, powerW: 78.12 });
  expect(first?.vramUsedMiB).toBeGreaterThan(1000);
  expect(second).toEqual({ index: 1, uuid: 'GPU-bbbb', name: 'NVIDIA GB10, Blackwell', temperatureC: 41 });
  await monitor.stop();
  expect(childrenNamed('sh')).toBe(0);
});

it('asks for less when a driver does not know every field', async () => {
  const monitor = startGpuMonitor({ intervalMs: 1000, searchPath: pathTo('unknown-field') });
  await until(() => monitor.current().length > 0, 'a sample');
  expect(monitor.current()).toEqual([
    { index: 0, uuid: 'GPU-cccc', name: 'NVIDIA GeForce GTX 1080', vramTotalMiB: 8192, vramUsedMiB: 512 },
  ]);
  await monitor.stop();
});

it('starts it again once when it exits, and then goes without', async () => {
  const starts = startsFile();
  const monitor = startGpuMonitor({ intervalMs: 50, silenceMs: 300, searchPath: pathTo('exits-early') });
  await until(() => starts() === 2, 'the second start');
  await until(() => monitor.current().length === 0, 'the samples to be too old');
  expect(starts()).toBe(2);
  await monitor.stop();
});

it('ends one that hangs, and has no samples', async () => {
  const starts = startsFile();
  const monitor = startGpuMonitor({ intervalMs: 50, silenceMs: 100, searchPath: pathTo('hangs') });
  await until(() => starts() === 2, 'the second start');
  expect(monitor.current()).toEqual([]);
  await monitor.stop();
  expect(childrenNamed('sh')).toBe(0);
});

it('is quiet where there is no nvidia-smi', async () => {
  const monitor = startGpuMonitor({ intervalMs: 1000, searchPath: '/nowhere' });
  expect(monitor.current()).toEqual([]);
  await monitor.stop();
  expect(await querySystemGpus('/nowhere')).toEqual([]);
});

it('lists the GPUs of the machine, and none when the driver does not answer', async () => {
  expect(await querySystemGpus(pathTo('two-gpus'))).toEqual([
    { name: 'NVIDIA H200', vramMiB: 143771, driver: '570.86.15' },
    { name: 'NVIDIA GB10, Blackwell', vramMiB: null, driver: '570.86.15' },
  ]);
  expect(await querySystemGpus(pathTo('no-driver'))).toEqual([]);
});

it.each([
  "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
  'Field "power.draw" is not a valid field to query.',
  '',
  '0, GPU-aaaa, 1',
])('takes %j for no sample', (line) => {
  expect(parseSample(line, 'all')).toBeNull();
});
