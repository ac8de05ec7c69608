// Whatever a run records, and wherever the last write was cut off: what is whole is read, in order, and nothing else is.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RecordedEvent, SessionEvent } from '../../src/domain/events.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import { Recorder } from '../../src/engine/recorder.ts';
import { createJournal } from '../../src/projections/journal.ts';
import { readRecordedEvents } from '../../src/recorded/recorded-events.ts';
import { journalResults, readJournal } from '../../src/report/journal.ts';
import { allOf } from '../support/all-of.ts';
import { sampleResult } from '../support/sample-results.ts';
import { sampleStart } from '../support/sample-start.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

/** Any text, half surrogate pairs and control characters included. */
const text = fc.string({ unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), loneSurrogates()) });

function loneSurrogates() {
  return fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code));
}

const result = fc
  .record({
    testId: text,
    name: text,
    tags: fc.array(text, { maxLength: 2 }),
    metrics: fc.dictionary(text, fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), text), { maxKeys: 3 }),
    actual: fc.record({ content: text, path: fc.option(text) }),
    error: fc.option(text),
  })
  .map((changes) => sampleResult(changes));

const event: fc.Arbitrary<SessionEvent> = fc.oneof(
  result.map((finished) => ({ type: 'trial.finished' as const, result: finished })),
  text.map((message) => ({ type: 'notice.raised' as const, level: 'info' as const, message })),
  fc.record({ type: fc.constant('domain.finished' as const), domain: text, durationMs: fc.nat() }),
  fc.record({
    type: fc.constant('service.exited' as const),
    service: text,
    exitCode: fc.option(fc.nat()),
    signal: fc.constant(null),
    cause: fc.option(text),
    lastLines: fc.array(text, { maxLength: 3 }),
    lastLine: fc.option(text),
  }),
);

/** The bytes that a run writes, and what it told everybody. */
function recorded(events: readonly SessionEvent[]): { bytes: Buffer; announced: readonly RecordedEvent[] } {
  const written: string[] = [];
  const announced: RecordedEvent[] = [];
  const file = { append: (line: string) => void written.push(line), flush: () => {}, close: () => {} };
  const recorder = new Recorder({
    folder: '/logs/RUN_1',
    journal: createJournal(file, () => {}),
    required: [],
    observers: [{ name: 'test', onEvent: (one) => void announced.push(one) }],
    redactor: createRedactor([]),
    now: () => 0,
    wallClock: () => new Date(0),
    startedAt: 0,
  });
  for (const one of events) recorder.record(one);
  return { bytes: Buffer.from(written.join('')), announced };
}

const tornSentence =
  'events.jsonl ends in the middle of a line, as it does when the runner is killed; that line is left out';
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

it('reads any beginning of any journal as the beginning of its events, and says only that the last line is torn', async () => {
  const path = join(temporaryDirectory(), 'events.jsonl');
  const cases = fc.record({
    events: fc.array(event, { maxLength: 5 }),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const property = fc.asyncProperty(cases, async ({ events, cut }) => {
    const { bytes, announced } = recorded([sampleStart, ...events]);
    const prefix = bytes.subarray(0, Math.round(cut * bytes.length));
    writeFileSync(path, prefix);

    // A line is there once its last brace is: that its line feed is missing takes nothing away.
    const ends = lineEnds(bytes);
    const whole = announced.slice(0, ends.filter((end) => end <= prefix.length).length);
    const lastEnd = ends[whole.length - 1] ?? -1;
    const torn = prefix.length > lastEnd + 1;

    const lines = await allOf(readRecordedEvents(path, 'events.jsonl'));
    expect(lines.flatMap((line) => line.recorded ?? [])).toEqual(json(whole));
    expect(lines.filter((line) => line.recorded === null).map(({ complete }) => complete)).toEqual(torn ? [false] : []);

    const { warnings, started } = await readJournal(path, 'events.jsonl');
    if (started !== null) expect(warnings).toEqual(torn ? [tornSentence] : []);
    const results = await allOf(journalResults(path, 'events.jsonl', 'llm'));
    expect(results).toEqual(
      json(whole.flatMap((one) => (one.event.type === 'trial.finished' ? [one.event.result] : []))),
    );
  });
  await fc.assert(property, { numRuns: 300 });
});

/** Where each line's text ends, without its line feed. */
function lineEnds(bytes: Buffer): readonly number[] {
  const ends: number[] = [];
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, end + 1)) ends.push(end);
  return ends;
}
