import { expect, it } from 'vitest';
import type { SessionEvent } from '../../src/domain/events.ts';
import { createDomainResults } from '../../src/projections/domain-results.ts';
import { sampleResult } from '../support/sample-results.ts';

it('opens a file at the first result of a domain and closes it with the domain', () => {
  const calls: string[] = [];
  const subject = createDomainResults((domain) => {
    calls.push(`open ${domain}`);
    return {
      append: (item) => void calls.push(JSON.parse(item).testId),
      close: () => void calls.push(`close ${domain}`),
    };
  });
  const tell = (event: SessionEvent): void => subject.write({ v: 1, seq: 1, at: '', elapsedMs: 0, event });
  tell({ type: 'domain.started', domain: 'llm', driver: 'llm', tests: 1, trials: 1 });
  tell({ type: 'trial.finished', result: sampleResult({ testId: 'A[m]' }) });
  tell({ type: 'trial.finished', result: sampleResult({ testId: 'B[m]' }) });
  tell({ type: 'domain.finished', domain: 'llm', durationMs: 1 });
  tell({ type: 'trial.finished', result: sampleResult({ testId: 'C', domain: 'build' }) });
  subject.close();
  expect(calls).toEqual(['open llm', 'A[m]', 'B[m]', 'close llm', 'open build', 'C', 'close build']);
});
