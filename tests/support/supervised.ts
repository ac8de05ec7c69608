// A supervisor over a folder of its own, with its reports at hand, and the proof that nothing of it is left running.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Neighbourhood } from '../../src/services/existing/neighbourhood.ts';
import type { LedgerEntry } from '../../src/services/ledger/entries.ts';
import { runTag } from '../../src/services/run-tag.ts';
import {
  createSupervisor,
  type ServiceInstance,
  type ServiceReport,
  type Supervisor,
} from '../../src/services/supervisor.ts';
import { listProcesses, tagged } from '../../src/system/processes.ts';
import { until } from './until.ts';

type Instance = Omit<ServiceInstance, 'roles' | 'options'> & Partial<ServiceInstance>;

export interface Supervised {
  readonly supervisor: Supervisor;
  readonly reports: readonly ServiceReport[];
  readonly problems: readonly string[];
  /** Those so far, which are then no reason for the test to fail. */
  expectedProblems(): readonly string[];
  readonly directory: string;
  /** Starts what is of no special role and has no options, unless they are given. */
  start(instance: Instance): void;
  /** Waits for the first report of this kind and gives it. */
  report<T extends ServiceReport['type']>(type: T): Promise<Extract<ServiceReport, { type: T }>>;
  /** What was noted for whoever must end it in our place. */
  readonly noted: readonly LedgerEntry[];
  /** What a service printed. */
  log(name: string): string;
  /** Live processes that carry the run's tag. */
  left(): readonly number[];
}

/**
 * At the end of the test everything is stopped, and nothing may be left. Servers that run already are stopped nowhere but in
 * `neighbourhood`.
 */
export function supervised(neighbourhood: Neighbourhood | null = null): Supervised {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  const reports: ServiceReport[] = [];
  const problems: string[] = [];
  const noted: LedgerEntry[] = [];
  const supervisor = createSupervisor({
    tag: runTag('RUN_20260301_101500'),
    ledger: { note: (entry) => noted.push(entry) },
    runDirectory: directory,
    builtinDirectory: new URL('../fixtures/builtin/', import.meta.url),
    builtinExtension: '.mjs',
    neighbourhood,
    onReport: (report) => reports.push(report),
    onProblem: (message) => problems.push(message),
  });
  const tag = Object.entries(supervisor.environment).map(([name, value]) => `${name}=${value}`);
  const left = (): readonly number[] => [
    ...tagged(
      listProcesses().map(({ pid }) => pid),
      tag,
    ),
  ];
  onTestFinished(async () => {
    await supervisor.stopAll();
    await supervisor.sweep();
    await supervisor.restore();
    expect(left()).toEqual([]);
    expect(problems).toEqual([]);
    rmSync(directory, { recursive: true });
  });
  return {
    supervisor,
    reports,
    problems,
    expectedProblems: () => problems.splice(0),
    directory,
    noted,
    left,
    start: (instance) => supervisor.start({ roles: ['llm'], options: {}, ...instance }),
    report: (type) => until(() => reports.find((report) => isOfType(report, type)), `a report "${type}"`),
    log: (name) => readFileSync(join(directory, name), 'utf8'),
  };
}

function isOfType<T extends ServiceReport['type']>(
  report: ServiceReport,
  type: T,
): report is Extract<ServiceReport, { type: T }> {
  return report.type === type;
}

export { commandService, externalService, fixture, ollamaService } from './templates.ts';
