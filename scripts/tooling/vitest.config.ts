import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    // No test stops an Ollama of this machine, whatever its plan says.
    env: { FORCE_COLOR: '0', CI: 'false', TZ: 'UTC', FLIGHTDECK_EXISTING: 'leave' },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    reporters: ['default', fileURLToPath(new URL('count-reporter.ts', import.meta.url))],
  },
});
