import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('docs/metrics.md says what the table of metrics says', () => {
  const script = new URL('../../scripts/metrics-doc.ts', import.meta.url).pathname;
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('');
});
