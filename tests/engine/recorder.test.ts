import { expect, it } from 'vitest';
import type { RecordedEvent, SessionEvent } from '../../src/domain/events.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import { type Journal, type Observer, Recorder, type RequiredWriter } from '../../src/engine/recorder.ts';
import { RecordingError } from '../../src/engine/recording-error.ts';
import { sampleResult } from '../support/sample-results.ts';
import { systemError } from '../support/system-error.ts';

const notice = (message: string): SessionEvent => ({ type: 'notice.raised', level: 'info', message });

interface Parts {
  readonly journal?: Partial<Journal>;
  readonly required?: RequiredWriter[];
  readonly observers?: Observer[];
  readonly secrets?: string[];
}

function recorder(parts: Parts): Recorder {
  return new Recorder({
    folder: '/logs/RUN_1',
    journal: { name: 'events.jsonl', append: () => {}, flush: () => {}, requireRoom: () => {}, ...parts.journal },
    required: parts.required ?? [],
    observers: parts.observers ?? [],
    redactor: createRedactor(parts.secrets ?? []),
    now: () => 1500,
    wallClock: () => new Date('2026-11-21T10:00:00Z'),
    startedAt: 1000,
  });
}

it('numbers events without gaps and tells observers only after every required writer', () => {
  const order: string[] = [];
  const subject = ordered(order);
  subject.record(notice('one'));
  subject.record(notice('two'));
  expect(order).toEqual(['journal 1', 'domain 1', 'screen 1', 'journal 2', 'domain 2', 'screen 2']);
});

it('has a finished trial on the disk before the domain file and anybody who listens', () => {
  const order: string[] = [];
  ordered(order).record({ type: 'trial.finished', result: sampleResult() });
  expect(order).toEqual(['journal 1', 'flush', 'domain 1', 'screen 1']);
});

it('writes a whole step down first, then flushes once, then announces in order', () => {
  const order: string[] = [];
  const subject = ordered(order);
  const step = [subject.append({ type: 'trial.finished', result: sampleResult() }), subject.append(notice('next'))];
  expect(order).toEqual(['journal 1', 'journal 2']);
  for (const one of step) subject.settle(one);
  expect(order.slice(2)).toEqual(['flush', 'domain 1', 'screen 1', 'domain 2', 'screen 2']);
});

/** A recorder whose parts all put down what they were told. */
function ordered(order: string[]): Recorder {
  return recorder({
    journal: {
      append: (line) => void order.push(`journal ${JSON.parse(line).seq}`),
      flush: () => void order.push('flush'),
    },
    required: [{ nameFor: () => 'domain', write: ({ seq }) => void order.push(`domain ${seq}`) }],
    observers: [{ name: 'screen', onEvent: ({ seq }) => void order.push(`screen ${seq}`) }],
  });
}

it('ends with the writer named, and tells nobody, when a required writer fails', () => {
  const heard: RecordedEvent[] = [];
  const subject = recorder({
    journal: {
      append: () => {
        throw new Error('ENOSPC: no space left on device, write');
      },
    },
    observers: [{ name: 'screen', onEvent: (recorded) => void heard.push(recorded) }],
  });
  expect(() => subject.record(notice('lost'))).toThrow(
    new RecordingError('events.jsonl', '/logs/RUN_1', new Error('ENOSPC: no space left on device, write')),
  );
  expect(heard).toEqual([]);
});

it('says of an observer that fails for lack of space what there is not enough of', () => {
  const heard: string[] = [];
  const full: Observer = {
    name: 'progression.log',
    onEvent: () => {
      throw systemError('ENOSPC');
    },
  };
  const screen: Observer = {
    name: 'screen',
    onEvent: ({ event }) => void heard.push(event.type === 'notice.raised' ? event.message : event.type),
  };
  recorder({ observers: [full, screen] }).record(notice('one'));
  expect(heard).toEqual(['one', 'progression.log failed and was detached: the disk under /logs/RUN_1 is full']);
});

it('detaches an observer that fails, says so, and goes on', () => {
  const heard: string[] = [];
  const broken: Observer = {
    name: 'progression.log',
    onEvent: () => {
      throw new Error('EIO');
    },
  };
  const screen: Observer = {
    name: 'screen',
    onEvent: ({ event }) => void heard.push(event.type === 'notice.raised' ? event.message : event.type),
  };
  const subject = recorder({ observers: [broken, screen] });
  subject.record(notice('one'));
  subject.record(notice('two'));
  expect(heard).toEqual(['one', 'progression.log failed and was detached: EIO', 'two']);
});

it('tells of the end although nothing can be written any more, whoever else fails', () => {
  const heard: string[] = [];
  const fail = (): never => {
    throw new Error('ENOSPC');
  };
  const screen: Observer = {
    name: 'screen',
    onEvent: ({ event }) => void heard.push(event.type === 'notice.raised' ? event.message : event.type),
    onTick: () => void heard.push('last chance'),
  };
  const subject = recorder({
    journal: { append: fail },
    observers: [
      { name: 'progression.log', onEvent: fail },
      { name: 'run.json', onEvent: () => {}, onTick: fail },
      screen,
    ],
  });
  subject.announceUnrecorded(notice('the end'));
  expect(heard).toEqual(['the end', 'last chance']);
});

it('redacts secrets for writers and observers alike', () => {
  const lines: string[] = [];
  const heard: string[] = [];
  const subject = recorder({
    journal: { append: (line) => void lines.push(line) },
    observers: [{ name: 'screen', onEvent: ({ event }) => void heard.push(JSON.stringify(event)) }],
    secrets: ['super-secret-value'],
  });
  subject.record(notice('the key super-secret-value is wrong'));
  expect([...lines, ...heard].join()).not.toContain('super-secret-value');
  expect(heard[0]).toContain('the key [redacted] is wrong');
});
