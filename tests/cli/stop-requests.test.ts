import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StopSignal, stopRequests } from '../../src/cli/stop-requests.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Signals, and milliseconds that pass between them. */
function heardOf(sent: readonly (StopSignal | number)[]): readonly string[] {
  const heard: string[] = [];
  const requests = stopRequests({
    first: (signal) => heard.push(`first ${signal}`),
    second: (signal) => heard.push(`second ${signal}`),
  });
  for (const each of sent) {
    if (typeof each === 'number') vi.advanceTimersByTime(each);
    else requests.on(each);
  }
  vi.advanceTimersByTime(10_000);
  requests.release();
  return heard;
}

describe('a closing terminal asks once', () => {
  it.for<(StopSignal | number)[]>([
    ['SIGHUP'],
    ['SIGHUP', 'SIGHUP', 5000, 'SIGHUP'],
    ['SIGHUP', 'SIGTERM'],
    ['SIGHUP', 1900, 'SIGTERM'],
    ['SIGTERM', 'SIGHUP'],
    ['SIGTERM', 20, 'SIGHUP', 'SIGTERM', 'SIGHUP'],
  ])('%j', (sent) => {
    expect(heardOf(sent)).toEqual(['first SIGHUP']);
  });
});

describe('who asks again wants the end at once', () => {
  it.for<{ sent: (StopSignal | number)[]; heard: string[] }>([
    { sent: ['SIGINT', 'SIGINT'], heard: ['first SIGINT', 'second SIGINT'] },
    { sent: ['SIGTERM', 100, 'SIGTERM'], heard: ['first SIGTERM', 'second SIGTERM'] },
    { sent: ['SIGINT', 'SIGTERM'], heard: ['first SIGINT', 'second SIGTERM'] },
    { sent: ['SIGHUP', 'SIGINT'], heard: ['first SIGHUP', 'second SIGINT'] },
    { sent: ['SIGHUP', 2100, 'SIGTERM'], heard: ['first SIGHUP', 'second SIGTERM'] },
    { sent: ['SIGINT', 'SIGHUP', 100, 'SIGINT'], heard: ['first SIGINT', 'second SIGINT'] },
  ])('$sent', ({ sent, heard }) => {
    expect(heardOf(sent)).toEqual(heard);
  });
});

it('is stopped by SIGTERM where no terminal closes', () => {
  expect(heardOf(['SIGTERM', 500, 'SIGHUP'])).toEqual(['first SIGTERM']);
});
