// What a command suite is measured by.
import type { MetricDefinition } from './definition.ts';

export const commandMetrics = [
  {
    name: 'exitCode',
    label: 'Exit code',
    unit: '',
    better: 'neither',
    drivers: ['command'],
    scope: 'step',
    meaning: 'Exit code of the last step that ran.',
    formula: '',
    source: 'the operating system',
  },
] as const satisfies readonly MetricDefinition[];
