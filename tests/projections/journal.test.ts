import { expect, it } from 'vitest';
import type { RecordedEvent, SessionEvent } from '../../src/domain/events.ts';
import { createJournal } from '../../src/projections/journal.ts';
import { sampleResult } from '../support/storage-samples.ts';

it('flushes a finished trial to disk before it returns, and lets smaller news ride along', () => {
  const calls: string[] = [];
  const journal = createJournal({
    append: (text) => void calls.push(text),
    flush: () => void calls.push('flush'),
    close: () => {},
  });
  const recorded = (event: SessionEvent): RecordedEvent => ({ v: 1, seq: 1, at: '', elapsedMs: 0, event });
  journal.write(recorded({ type: 'notice.raised', level: 'info', message: 'm' }), 'a');
  journal.write(recorded({ type: 'trial.finished', result: sampleResult() }), 'b');
  expect(calls).toEqual(['a\n', 'b\n', 'flush']);
});
