import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import type { TelemetrySample } from '../../src/domain/samples.ts';
import { now } from '../../src/system/clock.ts';
import { nameOf } from '../../src/system/processes.ts';
import { hostSummary } from '../../src/telemetry/host.ts';
import { createRecentSamples } from '../../src/telemetry/recent-samples.ts';
import { meanOf, peakOf } from '../../src/telemetry/sample-statistics.ts';
import { createTelemetry } from '../../src/telemetry/telemetry.ts';
import { placeWith } from '../support/gpu-fixtures.ts';
import { fixture } from '../support/templates.ts';
import { until } from '../support/until.ts';

it('samples the host and the process trees of services, and gives their peaks over a window of time', async () => {
  const [node = '', ...args] = fixture('forever');
  const children = [spawn(node, args, { stdio: 'ignore' }), spawn(node, args, { stdio: 'ignore' })];
  onTestFinished(() => children.forEach((child) => void child.kill('SIGKILL')));
  const pids = children.map(({ pid }) => pid ?? 0);
  const samples: TelemetrySample[] = [];
  const startedAt = now();
  const telemetry = createTelemetry({
    intervalMs: 50,
    gpuIntervalMs: 1000,
    services: () => [
      { service: 'a', pids: [...pids, 2 ** 22 + 1] },
      { service: 'external', pids: [] },
    ],
    onSample: (sample) => samples.push(sample),
    startedAt,
    place: placeWith([]),
  });
  telemetry.start();
  await until(() => samples.length >= 3, 'three samples');
  await telemetry.stop();

  const [first, ...later] = samples;
  expect(first?.services[0]).toEqual({ service: 'a', processes: 2, rssMiB: expect.any(Number) });
  expect(first?.services[1]).toEqual({ service: 'external', processes: 0 });
  expect(later.at(-1)?.services[0]?.cpuPercent).toBeGreaterThanOrEqual(0);
  expect(first?.host.memoryUsedMiB).toBeGreaterThan(0);
  expect(first?.host.memoryTotalMiB).toBeGreaterThan(first?.host.memoryUsedMiB ?? 0);
  expect(first?.gpus).toEqual([]);

  expect(first).not.toHaveProperty('foreignGpuProcesses');

  const loads = samples.flatMap(({ services }) => services[0]?.cpuPercent ?? []);
  expect(telemetry.window(startedAt, now())).toEqual({
    rssPeakMiB: Math.max(...samples.map(({ services }) => services[0]?.rssMiB ?? 0)),
    ...(loads.length > 1 && { cpuMeanPercent: expect.closeTo(loads.reduce((a, b) => a + b, 0) / loads.length, 6) }),
    gpus: [],
    validity: [],
  });
  expect(telemetry.window(now(), now() + 1000)).toEqual({ gpus: [], validity: [] });
  expect(telemetry.gpuMemory()).toEqual([]);
  expect(telemetry.gpuProcesses()).toEqual([]);
});

it('tells what GPUs did, what services and strangers held of them, and what makes that doubtful', async () => {
  const [node = '', ...args] = fixture('forever');
  const service = spawn(node, args, { stdio: 'ignore' });
  const pid = service.pid ?? 0;
  // The process that started this one is there, and is none of ours.
  const stranger = { gpuUuid: 'GPU-eeee', pid: process.ppid, name: nameOf(process.ppid), usedMiB: 1024 };
  process.env['NVIDIA_SMI_PROCESSES'] = [
    `GPU-eeee, ${pid}, 512, node`,
    `GPU-eeee, ${stranger.pid}, 1024, ${stranger.name}`,
    '',
  ].join('\\n');
  const samples: TelemetrySample[] = [];
  const startedAt = now();
  const telemetry = createTelemetry({
    intervalMs: 50,
    gpuIntervalMs: 50,
    services: () => [{ service: 'a', pids: [pid] }],
    onSample: (sample) => samples.push(sample),
    startedAt,
    place: placeWith(['nvidia/one-gpu']),
  });
  onTestFinished(async () => {
    delete process.env['NVIDIA_SMI_PROCESSES'];
    await telemetry.stop();
    service.kill('SIGKILL');
  });
  telemetry.start();
  const sample = await until(
    () => samples.find(({ gpus, services }) => gpus.length > 0 && services[0]?.vramMiB !== undefined),
    'a sample with all of it',
  );
  expect(sample).toMatchObject({
    gpus: [{ index: 0, name: 'NVIDIA GeForce RTX 4090', throttling: ['power-cap', 'thermal'] }],
    services: [{ service: 'a', vramMiB: 512 }],
    foreignGpuProcesses: [stranger],
  });
  const window = await until(() => {
    const sampled = telemetry.window(startedAt, now());
    return (sampled.gpus[0]?.samples ?? 0) > 1 && sampled;
  }, 'two samples of the GPU');
  expect(window).toMatchObject({
    vramPeakMiB: 2048,
    gpus: [{ vramPeakMiB: 2048, utilizationMeanPercent: 99, temperatureMaxC: 88, powerMeanW: 450.5 }],
    validity: [{ reason: 'gpu-throttled' }, { reason: 'foreign-gpu-process' }],
  });
  expect(telemetry.gpuMemory()).toMatchObject([{ index: 0, uuid: 'GPU-eeee', usedMiB: 2048 }]);
  expect(telemetry.gpuProcesses()).toHaveLength(2);
});

it('samples GPUs of two makes side by side', async () => {
  const telemetry = createTelemetry({
    intervalMs: 1000,
    gpuIntervalMs: 50,
    services: () => [],
    onSample: () => undefined,
    startedAt: now(),
    place: placeWith(['nvidia/one-gpu', 'amd/rocm-smi']),
  });
  onTestFinished(() => telemetry.stop());
  telemetry.start();
  await until(() => telemetry.gpuMemory().length === 2, 'both');
  // The second AMD card does not tell its memory.
  expect(telemetry.gpuMemory().map(({ index, name }) => [index, name])).toEqual([
    [0, 'NVIDIA GeForce RTX 4090'],
    [1, 'Radeon RX 6800'],
  ]);
});

it('calls one sample no peak', () => {
  const samples = createRecentSamples();
  samples.add(10, 5);
  samples.add(20, 9);
  samples.add(30, 7);
  expect(peakOf(samples.between(0, 10))).toBeUndefined();
  expect(peakOf(samples.between(10, 20))).toBe(9);
  expect(meanOf(samples.between(10, 20))).toBe(7);
  expect(meanOf(samples.between(0, 10))).toBeUndefined();
  expect([9, 10, 25, 99].map((atMs) => samples.lastAt(atMs))).toEqual([undefined, 5, 9, 7]);
  expect(peakOf(samples.between(21, 99))).toBeUndefined();
});

it('stays bounded and forgets the oldest first', () => {
  const samples = createRecentSamples();
  for (let index = 0; index < 8000; index += 1) samples.add(index, index);
  expect(samples.between(0, 799)).toEqual([]);
  expect(samples.between(0, 8000)).toHaveLength(7200);
  expect(peakOf(samples.between(0, 8000))).toBe(7999);
  expect([799, 800, 7999].map((atMs) => samples.lastAt(atMs))).toEqual([undefined, 800, 7999]);
});

it('describes the machine without anything that identifies it', async () => {
  const host = await hostSummary();
  expect(Object.keys(host).sort()).toEqual(['cpu', 'cpuCount', 'gpus', 'memoryMiB', 'os']);
  expect(host.cpuCount).toBeGreaterThan(0);
  expect(host.memoryMiB).toBeGreaterThan(100);
  expect(host.os).not.toBe('');
});
