import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stageCells, stageOf } from '../../src/domain/stages.ts';

const step = { name: 'tts 1', status: 'passed', durationMs: 1, checks: [], actual: null, error: null } as const;

describe('a stage', () => {
  it('is a step whose times on the axis were measured', () => {
    const times = { stageStartMs: 10, stageFirstOutputMs: 25, stageEndMs: 40 };
    expect(stageOf({ ...step, metrics: times })).toEqual({
      name: 'tts 1',
      startMs: 10,
      firstOutputMs: 25,
      endMs: 40,
      failed: false,
    });
    expect(stageOf({ ...step, metrics: { ttftMs: 3 } })).toBeNull();
    expect(stageOf({ ...step, status: 'timeout', metrics: { stageStartMs: 10, stageEndMs: 40 } })).toMatchObject({
      firstOutputMs: null,
      failed: true,
    });
  });
});

describe('the bar of a stage', () => {
  const stage = (startMs: number, firstOutputMs: number | null, endMs: number) => ({
    name: 'llm',
    startMs,
    firstOutputMs,
    endMs,
    failed: false,
  });

  it('stands where the stage stood, pale until its first output', () => {
    expect(stageCells(stage(25, 50, 100), 100, 20)).toEqual({ before: 5, waiting: 5, giving: 10 });
    expect(stageCells(stage(0, null, 100), 100, 20)).toEqual({ before: 0, waiting: 20, giving: 0 });
    expect(stageCells(stage(99.9, 99.9, 100), 100, 20)).toEqual({ before: 19, waiting: 0, giving: 1 });
  });

  it('has a cell at least, and never leaves its line, whatever was measured', () => {
    const ms = fc.double({ min: -1e6, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(ms, fc.option(ms), ms, ms, fc.integer({ min: 1, max: 200 }), (start, first, end, axis, width) => {
        const { before, waiting, giving } = stageCells(stage(start, first, end), axis, width);
        expect(Math.min(before, waiting, giving)).toBeGreaterThanOrEqual(0);
        expect(waiting + giving).toBeGreaterThan(0);
        expect(before + waiting + giving).toBeLessThanOrEqual(width);
      }),
    );
  });
});
