import { expect, it } from 'vitest';
import { createProgressionLog } from '../../../src/projections/progression/progression-log.ts';
import { wholeRun } from '../../support/sample-events.ts';

it('writes one line of the specified form for each event that is worth one', () => {
  const lines: string[] = [];
  const log = createProgressionLog((text) => lines.push(text));
  for (const input of wholeRun().inputs) if (input.kind === 'event') log.onEvent(input.recorded);
  expect(lines.every((line) => /^\[\d\d:\d\d:\d\d\] \[(INFO|WARNING|ERROR)\] [^\n]+\n$/.test(line))).toBe(true);
  expect(lines.join('')).toMatchSnapshot();
});
