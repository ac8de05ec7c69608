import { describe, expect, it } from 'vitest';
import { createPlainReporter } from '../../../src/projections/plain/plain-reporter.ts';
import { wholeRun } from '../../support/sample-events.ts';
import { SampleJournal } from '../../support/sample-journal.ts';
import { sampleResult } from '../../support/sample-results.ts';

describe('the plain reporter', () => {
  it('prints one line per trial, headings, warnings and the summary', () => {
    const writes: string[] = [];
    const reporter = createPlainReporter({
      write: (text) => writes.push(text),
      color: false,
      width: 100,
      folder: 'logs/R',
    });
    for (const input of wholeRun().inputs) if (input.kind === 'event') reporter.onEvent(input.recorded);
    reporter.finish();
    expect(writes.join('')).toMatchSnapshot();
  });

  it('colours only when it is told to', () => {
    const print = (color: boolean): string => {
      const writes: string[] = [];
      const reporter = createPlainReporter({ write: (text) => writes.push(text), color, width: 80 });
      reporter.onEvent(new SampleJournal().event({ type: 'trial.finished', result: sampleResult() }));
      return writes.join('');
    };
    expect(print(true).replace(/\u001b\[\d+m/g, '')).toBe(print(false));
    expect(print(true)).not.toBe(print(false));
    expect(print(false)).toBe('   PASS [   0.812s] LLM-001[tiny-markov]  TTFT 41.2 ms · 123 tok/s (built-in)\n');
  });

  it('writes once per trial', () => {
    let writes = 0;
    const reporter = createPlainReporter({ write: () => (writes += 1), color: true, width: 80 });
    const recorded = new SampleJournal().event({ type: 'trial.finished', result: sampleResult() });
    for (let n = 0; n < 1000; n += 1) reporter.onEvent(recorded);
    expect(writes).toBe(1000);
  });
});
