import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../src/domain/events.ts';
import type { Schedule, Stretch } from '../../src/domain/schedule.ts';
import type { Effect } from '../../src/engine/inputs.ts';
import { scenario, schedule, stretch, using } from '../support/schedules.ts';
import { exited } from '../support/service-reports.ts';
import { simulate } from '../support/simulation.ts';

function together(names: readonly string[], ...stretches: readonly Stretch[]): Schedule {
  return { ...schedule(...stretches), fitTogether: new Set(names) };
}

const moves = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => {
    if (effect.type === 'start-service') return [`start ${effect.service.id}`];
    if (effect.type === 'stop-service') return [`stop ${effect.service}`];
    if (effect.type === 'settle-memory') return [effect.wait ? 'wait for memory' : 'go on'];
    return effect.type === 'run-trial' ? ['trial'] : [];
  });

const types = (events: readonly SessionEvent[]): string[] => events.map(({ type }) => type);

describe('a service that consecutive loadouts share', () => {
  it('stays up between them', () => {
    const { effects } = simulate(schedule(using('one', 'stt', 'llm'), using('two', 'stt', 'tts')));
    expect(moves(effects)).toEqual([
      'start stt',
      'start llm',
      'trial',
      'stop llm',
      'wait for memory',
      'start tts',
      'trial',
      'stop stt',
      'stop tts',
      'wait for memory',
    ]);
  });

  it('stays up across a loadout whose tests the plan skips', () => {
    const skipped = { ...using('two', 'tts'), tests: stretch([scenario('A', { skip: 'later' })], 'two').tests };
    const { effects } = simulate(schedule(using('one', 'stt'), skipped, using('three', 'stt')));
    expect(moves(effects)).toEqual(['start stt', 'trial', 'go on', 'trial', 'stop stt', 'wait for memory']);
  });

  it('is started again where it exited in the meantime', () => {
    let exits = 1;
    const { effects, events } = simulate(schedule(using('one', 'stt'), using('two', 'stt')), {
      after: (event) => {
        if (event.type !== 'trial.started' || exits === 0) return [];
        exits -= 1;
        return [{ type: 'service.reported', report: exited('stt') }];
      },
    });
    expect(moves(effects).filter((move) => move === 'start stt')).toHaveLength(2);
    expect(types(events).filter((type) => type === 'service.exited')).toHaveLength(1);
  });

  it('is stopped with the others when the run stops', () => {
    const { effects } = simulate(schedule(using('one', 'stt', 'llm'), using('two', 'stt')), {
      after: (event) =>
        event.type === 'trial.started' ? [{ type: 'stop.asked', reason: { kind: 'signal', signal: 'SIGINT' } }] : [],
    });
    expect(moves(effects)).toEqual(['start stt', 'start llm', 'trial', 'stop stt', 'stop llm', 'go on']);
  });
});

describe('services that fit together', () => {
  it('stay up for a later loadout, and the next one starts without waiting for memory', () => {
    const names = ['stt', 'tts', 'llm'];
    const { effects } = simulate(
      together(names, using('one', 'stt'), using('two', 'llm'), using('three', 'stt', 'tts')),
    );
    expect(moves(effects)).toEqual([
      'start stt',
      'trial',
      'go on',
      'start llm',
      'trial',
      'stop llm',
      'go on',
      'start tts',
      'trial',
      'stop stt',
      'stop tts',
      'wait for memory',
    ]);
  });

  it('give way to a loadout that is not said to fit beside them', () => {
    const { effects } = simulate(together(['stt'], using('one', 'stt'), using('two', 'big'), using('three', 'stt')));
    expect(moves(effects).slice(0, 4)).toEqual(['start stt', 'trial', 'stop stt', 'wait for memory']);
  });

  it('do not fail the tests of a loadout that does not use the one that exits', () => {
    const plan = together(['stt', 'llm'], using('one', 'stt'), using('two', 'llm'), using('three', 'stt'));
    const { events, effects } = simulate(plan, {
      after: (event) => {
        if (event.type !== 'trial.started' || event.loadout !== 'two') return [];
        return [{ type: 'service.reported', report: exited('stt') }];
      },
    });
    const statuses = events.flatMap((event) => (event.type === 'trial.finished' ? [event.result.status] : []));
    expect(statuses).toEqual(['passed', 'passed', 'passed']);
    expect(moves(effects).filter((move) => move === 'start stt')).toHaveLength(2);
  });
});

describe('memory that is not given back', () => {
  it('is said beside the services that kept it, before the loadout is over', () => {
    const kept = [{ index: 0, name: 'Card', keptMiB: 900 }];
    const gpus = [{ index: 0, name: 'Card', beforeMiB: 100, afterMiB: 1000 }];
    const { events } = simulate(schedule(using('one', 'llm')), { settled: { kept, gpus, waitedMs: 10_000 } });
    const about = events.filter(({ type }) => type === 'memory.kept' || type === 'loadout.finished');
    expect(about).toEqual([
      {
        type: 'memory.kept',
        domain: 'llm',
        loadout: 'one',
        services: ['llm'],
        waitedMs: 10_000,
        gpus: kept,
        holders: [],
      },
      expect.objectContaining({ type: 'loadout.finished', loadout: 'one', gpus }),
    ]);
  });

  it('is not waited for by somebody who stops the run', () => {
    const { effects } = simulate(schedule(using('one', 'llm'), using('two', 'stt')), {
      after: (event) =>
        event.type === 'service.stopped' ? [{ type: 'stop.asked', reason: { kind: 'signal', signal: 'SIGINT' } }] : [],
    });
    expect(effects.map(({ type }) => type)).toContain('abort-settling');
    expect(moves(effects)).not.toContain('start stt');
  });
});
