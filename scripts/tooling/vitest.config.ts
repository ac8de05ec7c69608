import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    env: {
      FORCE_COLOR: '0',
      CI: 'false',
      TZ: 'UTC',
      // No test stops an Ollama of this machine, or cleans up after a run of its user, whatever its plan says.
      FLIGHTDECK_EXISTING: 'leave',
      FLIGHTDECK_STATE_DIR: join(tmpdir(), 'flightdeck-test-state'),
    },
    // For what hangs: no test fails because a machine is slow.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', fileURLToPath(new URL('count-reporter.ts', import.meta.url))],
  },
});
