import { expect, it } from 'vitest';
import type { SessionEvent } from '../../src/domain/events.ts';
import { createArtifactSync } from '../../src/projections/artifact-sync.ts';
import { sampleCommandResult, sampleResult } from '../support/sample-results.ts';

function synced(event: SessionEvent): string[] {
  const calls: string[] = [];
  const sync = createArtifactSync({
    file: (path) => void calls.push(path),
    folder: (path) => void calls.push(`${path}/`),
  });
  sync.write({ v: 1, seq: 1, at: '', elapsedMs: 0, event });
  return calls;
}

it('brings every file that a result names to the disk, then their names', () => {
  const [step] = sampleCommandResult().steps;
  const actual = { content: '', path: 'artifacts/a.txt', audioPath: 'artifacts/a.wav' };
  const outputs = { content: '', path: null, stderr: '', stderrPath: 'artifacts/b.txt' };
  const steps = step === undefined ? [] : [step, { ...step, actual: outputs }, { ...step, actual: null }];
  expect(synced({ type: 'trial.finished', result: sampleResult({ actual, steps }) })).toEqual([
    'artifacts/a.txt',
    'artifacts/a.wav',
    'artifacts/BUILD-001_1_1_step1.txt',
    'artifacts/b.txt',
    'artifacts/',
  ]);
});

it('does nothing where no file is named', () => {
  const result = sampleResult({ actual: { content: 'short', path: null } });
  expect(synced({ type: 'trial.finished', result })).toEqual([]);
  expect(synced({ type: 'domain.finished', domain: 'llm', durationMs: 1 })).toEqual([]);
});
