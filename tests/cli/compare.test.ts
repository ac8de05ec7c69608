import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/cli/compare.ts';
import type { SessionEvent } from '../../src/domain/events.ts';
import type { FinalStatus, TrialResult } from '../../src/domain/results.ts';
import { groupedRun, testsOf } from '../support/grouped-run.ts';
import { sampleResult } from '../support/sample-results.ts';
import { type SampleRun, writeRunFolder } from '../support/sample-run-folder.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

const [earlierId, laterId] = ['RUN_20261120_090000', 'RUN_20261121_090000'];

async function runsIn(before: SampleRun, after: SampleRun) {
  const logs = temporaryDirectory();
  return {
    logs,
    before: await writeRunFolder(logs, before, earlierId),
    after: await writeRunFolder(logs, after, laterId),
  };
}

interface Wanted {
  readonly before?: string;
  readonly after?: string;
  readonly json?: boolean;
  readonly byTest?: boolean;
  readonly failOnRegression?: boolean;
  readonly width?: number;
}

async function compared(logs: string, { before = earlierId, after = laterId, ...wanted }: Wanted = {}) {
  let output = '';
  const write = (text: string): void => {
    output += text;
  };
  const usual = { json: false, byTest: false, failOnRegression: false, color: false, width: 80 };
  const code = await compare(before, after, { ...usual, ...wanted, logsDir: logs, write });
  return { code, output };
}

/** Twelve tests, each with a time to first token of about `ttftMs`. */
function speedRun(ttftMs: number, statuses: Readonly<Record<number, FinalStatus>> = {}): TrialResult[] {
  return Array.from({ length: 12 }, (_, index) => {
    const scenario = `LLM-${String(index + 1).padStart(3, '0')}`;
    return sampleResult({ scenario, status: statuses[index] ?? 'passed', metrics: { ttftMs: ttftMs + index / 10 } });
  });
}

const ready: SessionEvent = {
  type: 'service.ready',
  service: 'ollama/qwen3:8b',
  startupMs: 900,
  version: '0.14.0',
  modelDigest: 'sha256:1111',
  binary: '/usr/local/bin/ollama',
  details: {},
};
const slow: SampleRun = { results: speedRun(150, { 1: 'passed', 2: 'error' }), others: [ready] };
const fast: SampleRun = { results: speedRun(100, { 1: 'failed' }), others: [{ ...ready, version: '0.13.0' }] };

describe('runner compare', () => {
  it.each([80, 140])('sets two runs beside each other, in %i columns', async (width) => {
    const { logs } = await runsIn(fast, slow);
    const { code, output } = await compared(logs, { width });
    expect(code).toBe(0);
    expect(output).toMatchSnapshot();
    expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it('takes the first run that is named for the earlier one, whatever their times are', async () => {
    const { logs } = await runsIn(fast, slow);
    const turned = JSON.parse((await compared(logs, { before: laterId, after: earlierId, json: true })).output);
    expect(turned).toMatchObject({
      before: { runId: laterId },
      after: { runId: earlierId },
      tests: { fixed: [{ testId: 'LLM-003[tiny-markov]' }], regressed: [{ testId: 'LLM-002[tiny-markov]' }] },
      metrics: [{ metric: 'ttftMs', verdict: { kind: 'better' } }],
    });
  });

  it('prints all of it as JSON, with what surrounded the runs', async () => {
    const { logs } = await runsIn(fast, slow);
    const { code, output } = await compared(logs, { json: true });
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      version: 1,
      before: { runId: earlierId, startedAt: '2026-11-21T14:30:00.000Z' },
      after: { runId: laterId },
      surroundings: [{ what: 'engine version', of: 'ollama/qwen3:8b', before: '0.13.0', after: '0.14.0' }],
      tests: {
        fixed: [{ testId: 'LLM-002[tiny-markov]', before: 'failed', after: 'passed' }],
        regressed: [{ testId: 'LLM-003[tiny-markov]', before: 'passed', after: 'error' }],
        unchanged: 10,
      },
      metrics: [{ domain: 'llm', loadout: 'tiny-markov', metric: 'ttftMs', verdict: { kind: 'worse' } }],
      metricsByTest: [],
      regression: true,
      warnings: [],
    });
  });

  it('compares each test alone where that is asked for', async () => {
    const { logs } = await runsIn(fast, slow);
    const { metricsByTest } = JSON.parse((await compared(logs, { json: true, byTest: true })).output);
    expect(metricsByTest).toHaveLength(11);
  });

  it.each<[string, SampleRun, SampleRun, number]>([
    ['a test regressed', { results: speedRun(100) }, { results: speedRun(100, { 0: 'failed' }) }, 1],
    ['a metric is worse', { results: speedRun(100) }, { results: speedRun(150) }, 1],
    ['a test is fixed and a metric better', { results: speedRun(150, { 0: 'failed' }) }, { results: speedRun(100) }, 0],
  ])('can fail where %s', async (_, before, after, code) => {
    const { logs } = await runsIn(before, after);
    expect((await compared(logs, { failOnRegression: true })).code).toBe(code);
    expect((await compared(logs)).code).toBe(0);
  });

  it('holds tests that were not reached against nothing', async () => {
    const whole = groupedRun(testsOf([['g', 'ppp']]), { finished: true });
    const { logs } = await runsIn(whole, groupedRun(testsOf([['g', 'p..']])));
    const { tests, warnings } = JSON.parse((await compared(logs, { json: true })).output);
    expect(tests).toMatchObject({
      notComparable: [{ after: 'pending' }, { after: 'pending' }],
      gone: [],
      unchanged: 1,
    });
    expect(warnings).toEqual([]);
  });

  it('says where an earlier version does not name what it did not reach', async () => {
    const whole = groupedRun(testsOf([['g', 'ppp']]), { finished: true });
    const { logs } = await runsIn(whole, groupedRun(testsOf([['g', 'p..']]), { selected: false }));
    const { output } = await compared(logs, { width: 200 });
    expect(output).toContain(
      `Note: ${laterId}: tests that were never reached are not known by name, and can show as added or gone\n`,
    );
  });

  it('lets the journal decide, and counts what a file has where the journal is damaged', async () => {
    const { logs, after } = await runsIn(fast, slow);
    writeFileSync(join(after, 'llm.json'), '[]');
    expect(JSON.parse((await compared(logs, { json: true })).output).tests.regressed).toHaveLength(1);
    const results = speedRun(150, { 4: 'failed' });
    writeFileSync(join(after, 'llm.json'), JSON.stringify(results));
    const journal = join(after, 'events.jsonl');
    writeFileSync(journal, readFileSync(journal, 'utf8').slice(0, 6000));
    const { tests } = JSON.parse((await compared(logs, { json: true })).output);
    expect(tests.regressed).toMatchObject([{ testId: 'LLM-005[tiny-markov]', after: 'failed' }]);
  });
});

describe('runner compare refuses', () => {
  it('the same run twice, by whatever names', async () => {
    const { logs, before } = await runsIn(fast, slow);
    symlinkSync(before, join(logs, 'link'));
    await expect(compared(logs, { after: join(logs, 'link') })).rejects.toMatchObject({
      message: `both are ${earlierId}; give two different runs, the earlier one first`,
      exitCode: 2,
    });
  });

  it('what is no run', async () => {
    const { logs } = await runsIn(fast, slow);
    await expect(compared(logs, { after: `${logs}/` })).rejects.toMatchObject({
      message: expect.stringContaining(`${basename(logs)} is not the folder of a run`),
      exitCode: 2,
    });
    await expect(compared(logs, { before: 'RUN_1999' })).rejects.toThrow('there is no run "RUN_1999"');
  });

  it('runs without a test in common', async () => {
    const { logs } = await runsIn(fast, { results: [sampleResult({ scenario: 'OTHER-001' })] });
    await expect(compared(logs)).rejects.toMatchObject({
      message: `${earlierId} and ${laterId} have no test in common`,
      exitCode: 4,
    });
  });
});
