// Reads a run folder as a comparison wants it: which results count is decided by the journal.
import type { Filters } from '../../domain/schedule.ts';
import { readSystemInfo, type SystemInfo } from '../../recorded/read-system-info.ts';
import { type RecordedRun, readRecordedRun } from '../../recorded/recorded-run.ts';
import { measuredResultSchema } from '../../recorded/schemas/results.ts';
import { type ComparedResult, type ComparedRun, RunFold, type SelectedTest } from './run.ts';
import type { EngineFacts, Surroundings } from './surroundings.ts';

export interface ReadComparedRun {
  readonly run: ComparedRun;
  /** Clauses about what is missing or damaged. */
  readonly warnings: readonly string[];
}

/** Throws a UserError for what is not a run folder, and for files of a later version. */
export async function readComparedRun(directory: string): Promise<ReadComparedRun> {
  const recorded = await readRecordedRun(directory, measuredResultSchema);
  const warnings = [...recorded.warnings];
  const { info } = await readSystemInfo(recorded.directory, recorded.files, (warning) => void warnings.push(warning));
  const fold = new RunFold(selectedIn(recorded));
  for (const result of recorded.results) fold.add(result);
  const { facts, record, runId } = recorded;
  const tests = fold.tests();
  if (facts.selected.size === 0 && tests.size < (facts.outline?.tests ?? 0)) {
    warnings.push('tests that were never reached are not known by name, and can show as added or gone');
  }
  const startedAt = facts.startedAt ?? record?.createdAt ?? info?.startTime ?? null;
  return { run: { runId, startedAt, surroundings: surroundingsOf(recorded, info), tests }, warnings };
}

/** Journals of earlier versions tell of started tests alone how many repeats they need. */
function selectedIn({ facts, results }: RecordedRun<ComparedResult>): Iterable<SelectedTest> {
  if (facts.selected.size > 0) return facts.selected.values();
  const testIds = new Set(results.map(({ testId }) => testId));
  return [...testIds].map((testId) => ({ testId, repeats: facts.repeats.get(testId) ?? 1 }));
}

function surroundingsOf({ facts, record }: RecordedRun<unknown>, info: SystemInfo | null): Surroundings {
  const { outline } = facts;
  const plan = outline?.plan ?? record?.plan ?? null;
  const version = outline?.runnerVersion ?? info?.runner?.version ?? null;
  return {
    host: outline?.host ?? info?.host ?? null,
    runner: version === null ? null : { version, node: info?.runner?.node ?? null },
    engines: facts.engines.size > 0 ? Object.fromEntries(facts.engines) : enginesIn(info),
    plan: {
      name: plan?.name ?? null,
      version: plan?.version ?? null,
      sha256: info?.plan?.sha256 ?? null,
      files: info?.plan?.files ?? {},
    },
    git: info?.git ?? null,
    selection: selectionText(outline?.filters ?? record?.filters ?? null),
  };
}

function enginesIn(info: SystemInfo | null): Record<string, EngineFacts> {
  const services = Object.entries(info?.services ?? {});
  return Object.fromEntries(
    services.map(([id, { version, binary, modelDigest }]) => [id, { version, binary, modelDigest }]),
  );
}

/** As on the command line; null where everything was selected, or nothing is known. */
function selectionText(filters: Filters | null): string | null {
  if (filters === null) return null;
  const options = [
    ['--domain', filters.domains],
    ['--group', filters.groups],
    ['--ids', filters.ids],
    ['--loadout', filters.loadouts],
    ['--tag', filters.tags],
    ['--priority', filters.priorities],
  ] as const;
  const parts = options.filter(([, values]) => values.length > 0);
  return parts.length === 0 ? null : parts.map(([option, values]) => `${option} ${values.join(',')}`).join(' ');
}
