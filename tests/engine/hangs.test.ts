import { describe, expect, it } from 'vitest';
import type { TrialMeasurement } from '../../src/drivers/protocol.ts';
import { hangsAfter } from '../../src/engine/hangs.ts';

const timeoutMs = 60_000;

function timedOut(silentMs: Readonly<Record<string, number>> = {}): TrialMeasurement {
  return {
    status: 'timeout',
    startedAt: '2026-11-21T10:00:00.000Z',
    durationMs: timeoutMs,
    metrics: {},
    checks: [],
    steps: [],
    actual: null,
    validity: [],
    error: 'too slow',
    silentMs,
  };
}

/** `says` is what comes of asking; `asked` names those who were. */
async function judged(measurement: TrialMeasurement, says: string | null = null, spawned = ['stt', 'llm', 'tts']) {
  const asked: string[] = [];
  const answers = async (service: string, withinMs: number): Promise<string | null> => {
    asked.push(`${service} ${withinMs}`);
    return says;
  };
  return { hangs: await hangsAfter({ measurement, timeoutMs, spawned }, { answers }), asked };
}

describe('after a trial whose time was up', () => {
  it('a service hangs that was silent for half of it, whatever it would answer now', async () => {
    expect(await judged(timedOut({ stt: 30_000 }))).toEqual({
      hangs: [
        { service: 'stt', why: 'it hung: not a byte came from it in the last 30 s of the 60 s that the trial had' },
      ],
      asked: [],
    });
  });

  it('a service hangs that was silent for a while and does not answer any more', async () => {
    expect(await judged(timedOut({ llm: 29_999, tts: 1000 }), 'it gave no answer')).toEqual({
      hangs: [
        { service: 'llm', why: 'it hung: asked whether it is still there, for 2 s, it gave no answer' },
        { service: 'tts', why: 'it hung: asked whether it is still there, for 2 s, it gave no answer' },
      ],
      asked: ['llm 2000', 'tts 2000'],
    });
  });

  it('a service that answers is only slow', async () => {
    expect(await judged(timedOut({ llm: 20_000 }))).toEqual({ hangs: [], asked: ['llm 2000'] });
  });

  it('a service that was talking is only slow, and left in peace', async () => {
    expect(await judged(timedOut({ llm: 999 }), 'it gave no answer')).toEqual({ hangs: [], asked: [] });
  });

  it('a service that somebody else runs is none of our business', async () => {
    expect((await judged(timedOut({ remote: 60_000 }))).hangs).toEqual([]);
  });

  it('nobody is asked where nobody had been asked in the trial', async () => {
    expect(await judged(timedOut(), 'it gave no answer')).toEqual({ hangs: [], asked: [] });
  });
});

it('judges nobody after a trial that ended in another way', async () => {
  expect((await judged({ ...timedOut({ llm: 60_000 }), status: 'error' })).hangs).toEqual([]);
});
