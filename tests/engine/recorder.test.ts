import { expect, it } from 'vitest';
import type { RecordedEvent, SessionEvent } from '../../src/domain/events.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import { type Observer, Recorder, RecordingError, type RequiredWriter } from '../../src/engine/recorder.ts';

const notice = (message: string): SessionEvent => ({ type: 'notice.raised', level: 'info', message });

function recorder(parts: { required?: RequiredWriter[]; observers?: Observer[]; secrets?: string[] }): Recorder {
  return new Recorder({
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
  const writer = (name: string): RequiredWriter => ({ name, write: ({ seq }) => void order.push(`${name} ${seq}`) });
  const observer: Observer = { name: 'screen', onEvent: ({ seq }) => void order.push(`screen ${seq}`) };
  const subject = recorder({ required: [writer('journal'), writer('domain')], observers: [observer] });
  subject.record(notice('one'));
  subject.record(notice('two'));
  expect(order).toEqual(['journal 1', 'domain 1', 'screen 1', 'journal 2', 'domain 2', 'screen 2']);
});

it('ends with the writer named, and tells nobody, when a required writer fails', () => {
  const heard: RecordedEvent[] = [];
  const subject = recorder({
    required: [
      {
        name: 'events.jsonl',
        write: () => {
          throw new Error('ENOSPC: no space left on device, write');
        },
      },
    ],
    observers: [{ name: 'screen', onEvent: (recorded) => void heard.push(recorded) }],
  });
  expect(() => subject.record(notice('lost'))).toThrow(
    new RecordingError('events.jsonl', new Error('ENOSPC: no space left on device, write')),
  );
  expect(heard).toEqual([]);
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
    required: [{ name: 'events.jsonl', write: fail }],
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
    required: [{ name: 'journal', write: (_recorded, line) => void lines.push(line) }],
    observers: [{ name: 'screen', onEvent: ({ event }) => void heard.push(JSON.stringify(event)) }],
    secrets: ['super-secret-value'],
  });
  subject.record(notice('the key super-secret-value is wrong'));
  expect([...lines, ...heard].join()).not.toContain('super-secret-value');
  expect(heard[0]).toContain('the key [redacted] is wrong');
});
