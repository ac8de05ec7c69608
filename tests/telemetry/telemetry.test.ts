import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import type { TelemetrySample } from '../../src/domain/events.ts';
import { now } from '../../src/system/clock.ts';
import { hostSummary } from '../../src/telemetry/host.ts';
import { createRecentSamples, peakOf } from '../../src/telemetry/recent-samples.ts';
import { createTelemetry } from '../../src/telemetry/telemetry.ts';
import { fixture } from '../support/templates.ts';
import { until } from '../support/until.ts';

it('samples the host and the process trees of services, and gives their peaks over a stretch of time', async () => {
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
    searchPath: '/nowhere',
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

  const peaks = telemetry.window(startedAt, now());
  expect(peaks.samples).toBe(samples.length);
  expect(peaks.rssPeakMiB).toBe(Math.max(...samples.map(({ services }) => services[0]?.rssMiB ?? 0)));
  expect(peaks).not.toHaveProperty('vramPeakMiB');
  expect(telemetry.window(now(), now() + 1000)).toEqual({ samples: 0 });
});

it('calls one sample no peak', () => {
  const samples = createRecentSamples();
  samples.add(10, 5);
  samples.add(20, 9);
  samples.add(30, 7);
  expect(peakOf(samples.between(0, 10))).toBeUndefined();
  expect(peakOf(samples.between(10, 20))).toBe(9);
  expect(peakOf(samples.between(21, 99))).toBeUndefined();
});

it('stays bounded and forgets the oldest first', () => {
  const samples = createRecentSamples();
  for (let index = 0; index < 8000; index += 1) samples.add(index, index);
  expect(samples.between(0, 799)).toEqual([]);
  expect(samples.between(0, 8000)).toHaveLength(7200);
  expect(peakOf(samples.between(0, 8000))).toBe(7999);
});

it('describes the machine without anything that identifies it', async () => {
  const host = await hostSummary();
  expect(Object.keys(host).sort()).toEqual(['cpu', 'cpuCount', 'gpus', 'memoryMiB', 'os']);
  expect(host.cpuCount).toBeGreaterThan(0);
  expect(host.memoryMiB).toBeGreaterThan(100);
  expect(host.os).not.toBe('');
});
