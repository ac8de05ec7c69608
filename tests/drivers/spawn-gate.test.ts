import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { SpawnGate } from '../../src/drivers/spawn-gate.ts';
import { createTrialRunner } from '../../src/drivers/trial-runner.ts';
import { carriers } from '../../src/system/processes.ts';
import { commandScenario, taskOf } from '../support/trial-tasks.ts';

it('lets nothing pass once it is shut', () => {
  const gate = new SpawnGate();
  expect(gate.pass(() => 'started')).toBe('started');
  gate.shut();
  expect(() => gate.pass(() => 'started')).toThrow('the run is being killed');
});

it('is left as it was by a start that failed, so that nobody waits for it', () => {
  const gate = new SpawnGate();
  const failing = (): never => {
    throw new Error('EAGAIN');
  };
  expect(() => gate.pass(failing)).toThrow('EAGAIN');
  expect([...new Int32Array(gate.memory)]).toEqual([0, 0]);
  expect(gate.pass(() => 'started')).toBe('started');
});

it('is shut only when a start under way in another thread is over', async () => {
  const gate = new SpawnGate();
  const counts = new SharedArrayBuffer(8);
  const worker = new Worker(new URL('../fixtures/processes/passes-gate.ts', import.meta.url), {
    workerData: { memory: gate.memory, counts },
  });
  const refused = once(worker, 'error');
  const underWay = (): number => Atomics.load(new Int32Array(counts), 0);
  while (underWay() === 0) await delay(1);
  gate.shut();
  expect(underWay()).toBe(0);
  expect((await refused)[0]).toMatchObject({ message: 'the run is being killed' });
});

it('leaves no step that begins after everything was ended', async () => {
  for (const ms of [0, 1, 2, 3, 4, 6, 8, 12, 20]) {
    const trials = createTrialRunner({ workerFile: new URL('../../src/drivers/trial-worker.ts', import.meta.url) });
    const mark = `gate-${process.pid}-${ms}`;
    const begun = (): readonly number[] =>
      [...carriers('FLIGHTDECK_GATE')].filter(([, value]) => value === mark).map(([pid]) => pid);
    const environment = { FLIGHTDECK_GATE: mark };
    await trials.run(taskOf(commandScenario(['true']), [], { environment }));
    const running = trials.run(taskOf(commandScenario(['exec sleep 60']), [], { environment }));
    await delay(ms);
    trials.closeNow();
    const atOnce = begun();
    await delay(50);
    const later = begun();
    await trials.close();
    await running;
    expect(later).toEqual(atOnce);
  }
});
