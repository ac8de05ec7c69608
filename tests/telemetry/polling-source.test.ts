import { expect, it } from 'vitest';
import type { GpuSample } from '../../src/domain/samples.ts';
import { type GpuReader, pollingSource } from '../../src/telemetry/polling-source.ts';
import { listenTo } from '../support/gpu-fixtures.ts';
import { until } from '../support/until.ts';

const gpu: GpuSample = { index: 0, uuid: 'X-0', name: 'X' };

/** Answers so many times, then no more. */
function reader(name: string, answers: number, fields: Partial<GpuReader> = {}): GpuReader & { asked: () => number } {
  let asked = 0;
  return {
    name,
    intervalMs: 1,
    read: async () => {
      asked += 1;
      return asked <= answers ? [gpu] : [];
    },
    asked: () => asked,
    ...fields,
  };
}

it('takes the first reader that answers, and leaves the others alone', async () => {
  const [silent, speaking, unasked] = [reader('a', 0), reader('b', Number.POSITIVE_INFINITY), reader('c', 1)];
  const heard = listenTo(pollingSource([silent, speaking, unasked]));
  await until(() => heard.rounds.length >= 3, 'three rounds');
  expect(silent.asked()).toBe(1);
  expect(unasked.asked()).toBe(0);
});

it('ends where no reader answers, without a word: not every machine has such a GPU', async () => {
  const heard = listenTo(pollingSource([reader('a', 0)]));
  await until(() => heard.ended, 'the end');
  expect(heard.problems).toEqual([]);
});

it('gives up one that no longer answers, and says so', async () => {
  const tool = reader('some-smi', 3, { readProcesses: async () => [{ gpuUuid: 'X-0', pid: 1, name: 'x' }] });
  const heard = listenTo(pollingSource([tool]));
  await until(() => heard.ended, 'the end');
  expect(tool.asked()).toBe(13);
  expect(heard.problems).toEqual([
    'no more figures of GPUs from here on: some-smi gave no answer 10 times in a row; run it in a terminal to see why',
  ]);
  expect(heard.processes[0]).toEqual([{ gpuUuid: 'X-0', pid: 1, name: 'x' }]);
  expect(heard.processes.at(-1)).toBeNull();
});

it('never asks twice at once', async () => {
  let [underWay, most, times] = [0, 0, 0];
  const slow = reader('slow', 0, {
    async read() {
      underWay += 1;
      times += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return [gpu];
    },
  });
  listenTo(pollingSource([slow]));
  await until(() => times >= 5, 'five answers');
  expect(most).toBe(1);
});

it('says what broke when a reader throws', async () => {
  const broken = reader('broken', 0, { read: () => Promise.reject(new Error('no such thing')) });
  const heard = listenTo(pollingSource([broken]));
  await until(() => heard.ended, 'the end');
  expect(heard.problems).toEqual(['telemetry stopped: no such thing']);
});
