// Reads a run folder in whatever state a run left it. The folder is only read; what is missing or damaged is a warning,
// and only a folder that is no run folder, or a journal of a later version, is refused.
import { realpath } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Summary } from '../domain/summary.ts';
import { domainsWithFiles } from '../recorded/domain-file.ts';
import { type FolderFiles, journalName, listFolder, notARunFolder } from '../recorded/folder-files.ts';
import { readRecord } from '../recorded/read-run-record.ts';
import { readSystemInfo, type SystemInfo } from '../recorded/read-system-info.ts';
import type { RunRecord } from '../recorded/schemas/run-files.ts';
import { type Journal, readJournal } from './journal.ts';
import { readDomain } from './read-domain.ts';
import type { DomainData, RunData, ServiceData } from './run-data.ts';

/** Throws a UserError for what is not a run folder, for one that cannot be read, and for a journal of a later version. */
export async function readRun(directory: string): Promise<RunData> {
  const path = resolve(directory);
  const files = await listFolder(path, directory);
  const warnings: string[] = [];
  const warn = (warning: string): void => {
    warnings.push(warning);
  };
  const noJournal = files.absence(journalName);
  const journal = noJournal === null ? await readJournal(join(path, journalName), journalName) : null;
  if (journal === null) warn(`${journalName} ${noJournal}`);
  else warnings.push(...journal.warnings);
  const record = await readRecord(path, files, warn);
  const { info, system } = await readSystemInfo(path, files, warn);
  const domains = await readDomains(path, files, journal, warn);
  const recorded = journal !== null && journal.elapsedMs !== null;
  if (!recorded && record === null && system === null && domains.length === 0) throw notARunFolder(directory);
  // A link such as `latest` is not the run's name.
  const name = basename(await realpath(path));
  return { directory: path, ...describe(name, journal, record, info), system, domains, ...total(domains), warnings };
}

async function readDomains(
  directory: string,
  files: FolderFiles,
  journal: Journal | null,
  warn: (warning: string) => void,
): Promise<DomainData[]> {
  const planned = new Map(journal?.started?.domains.map(({ name, tests }) => [name, tests]));
  const names = new Set([...planned.keys(), ...(journal?.domains.keys() ?? []), ...domainsWithFiles(files)]);
  const domains: DomainData[] = [];
  for (const name of names) {
    const domain = await readDomain(
      {
        directory,
        name,
        absence: files.absence(`${name}.json`),
        journalName,
        journal: journal?.domains.get(name) ?? null,
        plannedTests: planned.get(name) ?? null,
      },
      warn,
    );
    if (domain !== null) domains.push(domain);
  }
  return domains;
}

function describe(name: string, journal: Journal | null, record: RunRecord | null, info: SystemInfo | null) {
  const started = journal?.started ?? null;
  const finished = journal?.finished ?? null;
  return {
    runId: name,
    dayId: started?.dayId ?? record?.dayId ?? null,
    status: journal?.abandoned === true ? 'abandoned' : (finished?.status ?? record?.status ?? 'in_progress'),
    outcome: finished?.outcome ?? record?.outcome ?? null,
    exitCode: finished?.exitCode ?? record?.exitCode ?? null,
    stoppedBy: finished?.reason ?? journal?.stopping ?? null,
    startedAt: journal?.startedAt ?? record?.createdAt ?? info?.startTime ?? null,
    durationMs: finished?.durationMs ?? record?.durationMs ?? journal?.elapsedMs ?? null,
    runnerVersion: started?.runnerVersion ?? info?.runner?.version ?? null,
    triggeredBy: started?.triggeredBy ?? record?.triggeredBy ?? info?.triggeredBy ?? null,
    mode: started?.mode ?? record?.mode ?? null,
    filters: started?.filters ?? record?.filters ?? null,
    plan: started?.plan ?? record?.plan ?? null,
    planText: info?.plan?.content ?? null,
    host: started?.host ?? info?.host ?? null,
    git: info?.git ?? null,
    notices: journal?.notices ?? [],
    services: servicesOf(journal, info),
  } satisfies Partial<RunData>;
}

/** The journal tells each start; the snapshot only the last one of each. */
function servicesOf(journal: Journal | null, info: SystemInfo | null): readonly ServiceData[] {
  const started = journal?.services ?? [];
  if (started.length > 0) return started;
  return Object.entries(info?.services ?? {}).map(([service, identity]) => ({
    ...identity,
    service,
    domain: null,
    startedAt: null,
    state: 'ready',
    startupMs: null,
    log: null,
    problem: null,
    restart: null,
  }));
}

function total(domains: readonly DomainData[]): { summary: Summary; trials: number } {
  const sum = { total: 0, executed: 0, passed: 0, failed: 0, timeout: 0, error: 0, skipped: 0, pending: 0, flaky: 0 };
  let trials = 0;
  for (const domain of domains) {
    trials += domain.trials;
    sum.total += domain.notReached;
    sum.pending += domain.notReached;
    for (const { summary } of domain.loadouts) {
      sum.total += summary.total;
      sum.executed += summary.executed;
      sum.passed += summary.passed;
      sum.failed += summary.failed;
      sum.timeout += summary.timeout;
      sum.error += summary.error;
      sum.skipped += summary.skipped;
      sum.pending += summary.pending;
      sum.flaky += summary.flaky;
    }
  }
  return { summary: sum, trials };
}
