import { expect, it } from 'vitest';
import { createJournal } from '../../src/projections/journal.ts';

it('is one line per event, handed to the disk when it is told to', () => {
  const calls: string[] = [];
  const file = {
    append: (text: string) => void calls.push(text),
    flush: () => void calls.push('flush'),
    close: () => {},
  };
  const journal = createJournal(file, () => {});
  journal.append('{"seq":1}');
  journal.append('{"seq":2}');
  journal.flush();
  expect(calls).toEqual(['{"seq":1}\n', '{"seq":2}\n', 'flush']);
});
