import { describe, expect, it } from 'vitest';
import type { GpuSample } from '../../src/domain/samples.ts';
import type { Machine } from '../../src/projections/dashboard/state.ts';
import { fittingLines, type MachineLine } from '../../src/tui/meters.ts';
import { sampleGpu } from '../support/sample-studio.ts';

function machineWith(gpus: readonly GpuSample[], over: Partial<Machine> = {}): Machine {
  return { cpuPercent: 41, memoryUsedMiB: 2048, memoryTotalMiB: 4096, gpus, foreign: [], ...over };
}

function brief(line: MachineLine): string {
  if (line.kind === 'note') return `! ${line.text}`;
  const share = line.share === null ? '–' : `${Math.round(line.share * 100)} %`;
  return `${line.label} ${share}: ${[...line.parts, ...(line.slowedBy === null ? [] : [`slowed by ${line.slowedBy}`])].join(', ')}`;
}

const lines = (machine: Machine, height = 20): string[] => fittingLines(machine, height).map(brief);

describe('the lines of a machine', () => {
  it('give memory, load, temperature and power of each GPU, and what slows it down', () => {
    expect(lines(machineWith([sampleGpu(0), sampleGpu(1)]))).toEqual([
      'GPU0 48 %: 11.6/24.0 GiB, 87 %, 64 °C, 285 W',
      'GPU1 18 %: 4.4/24.0 GiB, 78 %, 69 °C, 297 W, slowed by thermal',
      'RAM 50 %: 2.0/4.0 GiB',
      'CPU 41 %: 41 %',
    ]);
  });

  it('say so where a GPU shares the memory of the host, and never invent what it does not tell', () => {
    const { vramUsedMiB: _, vramTotalMiB: __, powerW: ___, ...silent } = sampleGpu(0);
    expect(lines(machineWith([sampleGpu(0, { unified: true })]))[0]).toBe(
      'GPU 48 %: 11.6/24.0 GiB, unified, 87 %, 64 °C, 285 W',
    );
    expect(lines(machineWith([silent]))[0]).toBe('VRAM –: NVIDIA GeForce RTX 4090, 87 %, 64 °C');
    expect(lines(machineWith([silent, sampleGpu(1)]), 3)[0]).toBe('2GPU –: 2 GPUs, 87 %, 69 °C, slowed by thermal');
  });

  it('sum several GPUs up where there is no room for each, the fullest below', () => {
    const gpus = Array.from({ length: 8 }, (_, index) => sampleGpu(index, { throttling: [] }));
    expect(lines(machineWith(gpus), 5)).toEqual([
      '8GPU 37 %: 71.2/191.9 GiB, 87 %, 99 °C, 2616 W',
      'GPU0 48 %: 11.6/24.0 GiB, 87 %, 64 °C, 285 W',
      'GPU7 53 %: 12.6/24.0 GiB, 24 %, 99 °C, 369 W',
      'RAM 50 %: 2.0/4.0 GiB',
      'CPU 41 %: 41 %',
    ]);
    for (let height = 0; height < 14; height += 1) {
      expect(lines(machineWith(gpus), height).length).toBeLessThanOrEqual(height);
    }
  });

  it('name the largest of those that are on the GPUs besides us', () => {
    const python = { gpuUuid: 'GPU-1', pid: 4242, name: '/opt/conda/bin/python3', usedMiB: 3174 };
    const unknown = { gpuUuid: 'GPU-9', pid: 7, name: null };
    const one = machineWith([sampleGpu(0)], { foreign: [python] });
    const two = machineWith([sampleGpu(0), sampleGpu(1)], { foreign: [python, unknown] });
    expect(lines(one)[1]).toBe('! also python3 3.1 GiB (pid 4242)');
    expect(lines(two)[2]).toBe('! also on GPU 1: python3 3.1 GiB (pid 4242), 1 more');
    expect(lines({ ...two, foreign: [unknown] })[2]).toBe('! also a process (pid 7)');
  });
});
