// One run with a bit of everything, and then each file of its folder: complete, in its shape, and agreeing with the others.
import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import excel from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import type { TrialResult } from '../../src/domain/results.ts';
import { trialResultSchema } from '../../src/recorded/schemas/results.ts';
import type { RunOnDisk } from '../support/run-on-disk.ts';
import { type Ended, root, Workspace } from '../support/runner.ts';

const plan = `# yaml-language-server: $schema=./plan.schema.json
name: A bit of everything
version: "\${UNDER_TEST:-1.2.3}"
services:
  builtin: { adapter: builtin, tokensPerSecond: 60, seed: 7 }
domains:
  llm:
    loadouts: [builtin/tiny-markov]
    scenarios:
      - { id: LLM-001, name: Says something, prompt: Once upon a time, maxTokens: 24, expect: [{ matches: "\\\\w+" }] }
      - { id: LLM-002, name: Twice, prompt: The river, maxTokens: 24, repeats: 2 }
  tools:
    driver: command
    scenarios:
      - { id: TOOL-001, name: Speaks, steps: [{ run: echo hello; seq 1000 >&2 }] }
      - { id: TOOL-002, name: Fails, retries: 1, steps: [{ run: seq 2000; exit 3 }] }
      - { id: TOOL-003, name: Waits, dependsOn: [TOOL-002], steps: [{ run: "true" }] }
`;

const workspace = new Workspace({ onTestFinished: (action) => afterAll(action) });
let run: RunOnDisk;
let ended: Ended;
beforeAll(async () => {
  ended = await workspace.run([workspace.plan(plan), '--triggered-by', 'nightly']);
  run = workspace.onDisk;
});

const iso = z.iso.datetime();
const logName = /^svc_llm_tiny-markov_\d{8}_\d{6}\.log$/;

describe('the folder of a run', () => {
  it('holds these files and no others', () => {
    expect(ended.code, ended.stdout).toBe(1);
    expect(run.directory).toMatch(/\/RUN_\d{8}_\d{6}$/);
    expect(
      run
        .files()
        .map((name) => name.replace(logName, 'svc_llm_tiny-markov_….log'))
        .toSorted(),
    ).toEqual([
      'artifacts/tools_TOOL-001_1_1_step1.stderr.txt',
      'artifacts/tools_TOOL-002_1_1_step1.stdout.txt',
      'artifacts/tools_TOOL-002_1_2_step1.stdout.txt',
      'events.jsonl',
      'llm.json',
      'progression.log',
      'report.xlsx',
      'run.json',
      'svc_llm_tiny-markov_….log',
      'system_info.yaml',
      'telemetry.jsonl',
      'tools.json',
    ]);
  });

  it('names no file by a path that would not move with it', () => {
    const absolute = run
      .files()
      .filter((name) => !/\.(xlsx|log)$/.test(name) || name === 'progression.log')
      .filter((name) => run.text(name).includes(run.directory));
    expect(absolute).toEqual([]);
  });

  it('has a snapshot of the machine, git, the plan and the services', () => {
    const snapshot = z.strictObject({
      startTime: iso,
      host: z.strictObject({
        os: z.string().min(1),
        cpu: z.string().min(1),
        cpuCount: z.int().positive(),
        memoryMiB: z.int().positive(),
        gpus: z.array(
          z.strictObject({ name: z.string(), vramMiB: z.number().nullable(), driver: z.string().nullable() }),
        ),
      }),
      git: z.strictObject({ commit: z.string(), branch: z.string(), dirty: z.boolean() }).nullable(),
      runner: z.strictObject({ version: z.string().regex(/^\d+\.\d+\.\d+/), node: z.string().regex(/^v\d+\./) }),
      triggeredBy: z.literal('nightly'),
      plan: z.strictObject({
        path: z.literal(join(workspace.directory, 'plan.yaml')),
        directory: z.literal(workspace.directory),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        files: z.strictObject({}),
        variables: z.strictObject({ '${UNDER_TEST}': z.literal('unset') }),
        content: z.literal(plan),
      }),
      services: z.strictObject({
        'builtin/tiny-markov': z.strictObject({
          adapter: z.literal('builtin'),
          model: z.literal('tiny-markov'),
          builtin: z.literal(true),
          url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/),
          binary: z.string().startsWith('/'),
          version: z.string().endsWith('-builtin'),
          modelDigest: z.string().nullable(),
          details: z.record(z.string(), z.union([z.string(), z.number()])),
        }),
      }),
    });
    snapshot.parse(parse(run.text('system_info.yaml')));
  });

  it('has a journal without gaps, in the order of what happened', () => {
    const { journal } = run;
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1));
    for (const line of journal) {
      z.strictObject({
        v: z.literal(1),
        seq: z.int(),
        at: iso,
        elapsedMs: z.number().nonnegative(),
        event: z.looseObject({ type: z.string() }),
      }).parse(line);
    }
    const times = journal.map(({ elapsedMs }) => elapsedMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const trial = ['trial.started', 'trial.finished'];
    expect(run.events.map(({ type }) => type)).toEqual([
      'run.started',
      'tests.selected',
      'tests.selected',
      'domain.started',
      'loadout.started',
      'service.starting',
      'model.loading',
      'service.ready',
      'warmup.started',
      'warmup.finished',
      ...[...trial, ...trial, ...trial],
      'service.stopped',
      'loadout.finished',
      'domain.finished',
      'domain.started',
      ...[...trial, ...trial, ...trial],
      'trial.finished',
      'domain.finished',
      'run.finished',
      'report.started',
      'report.finished',
    ]);
  });

  it('has the results of each domain, the same as in the journal', () => {
    const [llm, tools] = [run.domain('llm'), run.domain('tools')];
    expect([...llm, ...tools]).toEqual(run.results);
    for (const result of run.results) expect(trialResultSchema.parse(result)).toEqual(result);
    expect(llm.map(shortly)).toEqual([
      'LLM-001[tiny-markov] 1.1 passed',
      'LLM-002[tiny-markov] 1.1 passed',
      'LLM-002[tiny-markov] 2.1 passed',
    ]);
    expect(tools.map(shortly)).toEqual([
      'TOOL-001 1.1 passed',
      'TOOL-002 1.1 failed',
      'TOOL-002 1.2 failed',
      'TOOL-003 1.1 skipped',
    ]);
  });

  it('has a record that counts what the results say', () => {
    expect(run.json('run.json')).toEqual({
      v: 1,
      runId: run.directory.split('/').at(-1),
      dayId: expect.stringMatching(/^run-\d{4}-\d{2}-\d{2}-001$/),
      status: 'completed',
      outcome: 'failed',
      createdAt: run.journal[0]?.at,
      updatedAt: run.journal.at(-1)?.at,
      completedAt: expect.any(String),
      durationMs: expect.any(Number),
      exitCode: 1,
      stoppedBy: null,
      mode: 'full',
      filters: { domains: [], groups: [], ids: [], loadouts: [], tags: [], priorities: [] },
      triggeredBy: 'nightly',
      plan: { name: 'A bit of everything', file: join(workspace.directory, 'plan.yaml'), version: '1.2.3', tags: [] },
      summary: { total: 5, executed: 4, passed: 3, failed: 1, timeout: 0, error: 0, skipped: 1, pending: 0, flaky: 0 },
      report: 'report.xlsx',
    });
  });

  it('has a log of sentences', () => {
    const lines = run.text('progression.log').trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^\[\d\d:\d\d:\d\d\] \[(INFO|WARNING|ERROR)\] \S/);
    expect(lines.map(withoutFigures).join('\n')).toMatchSnapshot();
  });

  it('says which part of a service log was written during which trial', () => {
    let end = 0;
    const lines = run.domain('llm').flatMap(({ services, startedAt, durationMs }) => {
      const { file, from, to } = services['llm']?.log ?? { file: '', from: -1, to: -1 };
      expect(file).toMatch(logName);
      expect(from).toBeGreaterThanOrEqual(end);
      end = to;
      const written = run.text(file).slice(from, to).trimEnd().split('\n');
      for (const line of written.filter((each) => each !== '')) {
        const at = Date.parse(line.split(' ')[0] ?? '');
        // Both ends are read a moment away from the request itself.
        expect(at).toBeGreaterThanOrEqual(Date.parse(startedAt) - 100);
        expect(at).toBeLessThanOrEqual(Date.parse(startedAt) + durationMs + 100);
      }
      return written;
    });
    expect(lines.filter((line) => line.includes(' POST /v1/chat/completions 200 24 tokens')).length).toBeGreaterThan(0);
  });

  it('has samples of the machine and of the service', () => {
    const amount = z.number().nonnegative().optional();
    const sample = z.strictObject({
      at: iso,
      elapsedMs: z.number().positive(),
      host: z.strictObject({
        cpuPercent: amount,
        memoryUsedMiB: amount,
        memoryTotalMiB: amount,
        swappedMiB: amount,
      }),
      gpus: z.array(z.looseObject({ index: z.int(), uuid: z.string(), name: z.string() })),
      services: z.array(
        z.strictObject({
          service: z.string(),
          processes: z.int().positive(),
          cpuPercent: amount,
          rssMiB: amount,
          vramMiB: amount,
        }),
      ),
    });
    const samples = run
      .text('telemetry.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => sample.parse(JSON.parse(line)));
    const service = samples.flatMap(({ services }) => services)[0];
    expect(service).toMatchObject({ service: 'builtin/tiny-markov', processes: 1 });
    expect(service?.rssMiB).toBeGreaterThan(10);
  });

  it('has the outputs that results name', () => {
    const outputs = run.results.flatMap(({ steps }) => steps.map(({ actual }) => actual));
    const texts = outputs.map((output) => [output?.path, output?.stderrPath].map((path) => path && run.text(path)));
    const upTo = (last: number) => `${Array.from({ length: last }, (_, index) => index + 1).join('\n')}\n`;
    const wrong = [upTo(2000), undefined];
    expect(texts).toEqual([[null, upTo(1000)], wrong, wrong]);
  });

  it('has a workbook that opens', async () => {
    const workbook = new excel.Workbook();
    await workbook.xlsx.readFile(join(run.directory, 'report.xlsx'));
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Loadouts',
      'llm',
      'tools',
      'Failures',
      'Services',
      'System',
      'Plan',
    ]);
    const ids = workbook.getWorksheet('tools')?.getColumn(1).values ?? [];
    expect(ids).toContain('TOOL-003');
  });

  it('can be moved, and its report made again from it alone', async () => {
    const before = run.directory;
    const moved = join(workspace.directory, 'elsewhere');
    renameSync(before, moved);
    const { code, stderr, stdout } = await workspace.run([moved], { program: `${root}scripts/generate-report` });
    renameSync(moved, before);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('5 tests in 7 attempts: 3 passed, 1 failed, 1 skipped');
    expect(statSync(join(before, 'report.xlsx')).mtimeMs).toBeGreaterThan(Date.parse(run.journal.at(-1)?.at ?? ''));
  });
});

function shortly({ testId, repeat, attempt, status }: TrialResult): string {
  return `${testId} ${repeat}.${attempt} ${status}`;
}

function withoutFigures(line: string): string {
  return line
    .replace(/^\[[\d:]+\]/, '[time]')
    .replace(/\d+(\.\d+)?s\b/g, '…s')
    .replace(/port \d+/, 'port …')
    .replace(/_\d{8}_\d{6}/, '_…')
    .replace(/version \S+/, 'version …');
}
