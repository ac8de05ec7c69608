import { expect, it } from 'vitest';
import { Sightings } from '../../src/telemetry/sightings.ts';

const python = { gpuUuid: 'GPU-a', pid: 4711, name: 'python3' };
const lookMs = 1000;
const lapseMs = 3000;

it('tells the most that a process held within a window of time', () => {
  const sightings = new Sightings();
  for (const [atMs, usedMiB] of [
    [0, 8000],
    [1000, 500],
    [2000, 700],
    [3000, 9000],
  ] as const) {
    sightings.add({ ...python, usedMiB }, atMs, lapseMs);
  }
  expect(sightings.between(1500, 2500, lookMs)).toEqual([{ ...python, usedMiB: 700 }]);
  expect(sightings.between(1500, 1600, lookMs)).toEqual([{ ...python, usedMiB: 500 }]);
});

it('sees a process that was there until the last look before a short window, and nobody later', () => {
  const sightings = new Sightings();
  sightings.add({ ...python, usedMiB: 500 }, 1000, lapseMs);
  expect(sightings.between(1900, 1950, lookMs)).toHaveLength(1);
  expect(sightings.between(2001, 2100, lookMs)).toHaveLength(0);
  expect(sightings.between(500, 999, lookMs)).toHaveLength(0);
});

it('counts one that comes back after a lapse as away in between', () => {
  const sightings = new Sightings();
  sightings.add({ ...python, usedMiB: 500 }, 0, lapseMs);
  sightings.add({ ...python, usedMiB: 500 }, 10_000, lapseMs);
  expect(sightings.between(4000, 6000, lookMs)).toEqual([]);
});

it('tells no amount where the driver did not', () => {
  const sightings = new Sightings();
  sightings.add({ ...python, usedMiB: null }, 0, lapseMs);
  expect(sightings.between(0, 10, lookMs)).toEqual([{ ...python, usedMiB: null }]);
});

it('stays bounded', () => {
  const sightings = new Sightings();
  for (let pid = 0; pid < 1000; pid += 1) sightings.add({ ...python, pid, usedMiB: 1 }, 0, lapseMs);
  expect(sightings.between(0, 0, lookMs)).toHaveLength(256);
});
