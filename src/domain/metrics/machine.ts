// What the machine did during a trial; sampled by the session.
import { driverNames } from '../plan.ts';
import type { MetricDefinition } from './definition.ts';

export const machineMetrics = [
  {
    name: 'vramPeakMiB',
    label: 'VRAM peak',
    unit: 'MiB',
    better: 'lower',
    drivers: driverNames,
    scope: 'trial',
    meaning:
      'Largest sum of used memory over all GPUs among the samples taken during the trial. Absent with fewer than two samples.',
    formula: 'max over samples of Σ used memory',
    source:
      'nvidia-smi; amd-smi, rocm-smi or the amdgpu driver; ioreg on Macs. Includes other users of the GPU; where GPU and processor share their memory, nvidia-smi has no figure and that of the host stands in',
  },
  {
    name: 'rssPeakMiB',
    label: 'Memory peak',
    unit: 'MiB',
    better: 'lower',
    drivers: driverNames,
    scope: 'trial',
    meaning:
      'Largest resident memory of the process trees of all services that are up, among the samples taken during the trial: those of the loadout, and those that `fitTogether` keeps up beside it. Absent with fewer than two samples.',
    formula: 'max over samples of Σ RSS',
    source: 'the operating system',
  },
  {
    name: 'serviceVramPeakMiB',
    label: 'VRAM peak (services)',
    unit: 'MiB',
    better: 'lower',
    drivers: driverNames,
    scope: 'trial',
    meaning:
      'Largest memory that the processes of all services that are up held on all GPUs, where the driver tells it per process.',
    formula: 'max over samples of Σ memory of their pids',
    source: 'nvidia-smi --query-compute-apps, or amd-smi process; nothing else tells',
  },
  {
    name: 'cpuMeanPercent',
    label: 'CPU',
    unit: '%',
    better: 'lower',
    drivers: driverNames,
    scope: 'trial',
    meaning: 'Mean processor load of the process trees of all services that are up, during the trial; 100 is one core.',
    formula: 'mean over samples of Σ CPU',
    source: 'the operating system',
  },
  {
    name: 'energyJ',
    label: 'Energy',
    unit: 'J',
    better: 'lower',
    drivers: driverNames,
    scope: 'trial',
    meaning:
      'Electrical energy of all GPUs during the trial, idle draw included. Absent where a GPU does not report its power, or with fewer than two samples.',
    formula: '∫ power dt, trapezoids between samples',
    source: 'power as NVIDIA and AMD GPUs tell it; Apple tells it to root alone',
  },
  {
    name: 'energyPerOutputTokenJ',
    label: 'Energy per token',
    unit: 'J/tok',
    better: 'lower',
    drivers: ['llm', 'vlm'],
    scope: 'trial',
    meaning: 'Energy for one output token, the prompt included.',
    formula: 'energyJ / outputTokens',
    source: 'as `energyJ`; tokens from the server',
  },
] as const satisfies readonly MetricDefinition[];
