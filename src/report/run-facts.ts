// The facts about a run that head its report: what, when, where, with what. Pure; what was not recorded is left out.
import prettyMilliseconds from 'pretty-ms';
import type { GpuSummary } from '../domain/events.ts';
import { timeCell } from './cells.ts';
import type { RunData } from './run-data.ts';
import { describeFilters } from './wording.ts';

export function runFacts(run: RunData): [label: string, value: string | Date][] {
  const facts: [string, string | Date | null][] = [
    ['Run id', run.runId],
    ['Plan', run.plan === null ? null : `${run.plan.name} (${run.plan.file})`],
    ['Version under test', run.plan?.version ?? null],
    ['Status', run.status.replace('_', ' ')],
    ['Outcome', run.outcome],
    ['Started (UTC)', timeCell(run.startedAt)],
    ['Duration', run.durationMs === null ? null : prettyMilliseconds(run.durationMs)],
    ['Host', describeHost(run)],
    ['GPU', run.host === null ? null : describeGpus(run.host.gpus)],
    ['Git', describeGit(run.git)],
    ['Flightdeck', run.runnerVersion],
    ['Triggered by', run.triggeredBy],
    ['Filters', run.filters === null ? null : describeFilters(run.filters)],
    ['Trial attempts', run.trials.toLocaleString('en-GB')],
    ['Exit code', run.exitCode === null ? null : String(run.exitCode)],
  ];
  return facts.flatMap(([label, value]) => (value === null ? [] : [[label, value]]));
}

function describeHost({ host }: RunData): string | null {
  if (host === null) return null;
  return `${host.os} · ${host.cpu}, ${host.cpuCount} CPUs · ${(host.memoryMiB / 1024).toFixed(1)} GiB memory`;
}

function describeGpus(gpus: readonly GpuSummary[]): string {
  if (gpus.length === 0) return 'none found';
  return gpus
    .map(({ name, vramMiB, driver }) =>
      [name, ...(vramMiB === null ? [] : [`${vramMiB} MiB`]), ...(driver === null ? [] : [`driver ${driver}`])].join(
        ', ',
      ),
    )
    .join(' · ');
}

function describeGit(git: RunData['git']): string | null {
  if (git === null) return null;
  const parts = [git.branch, git.commit?.slice(0, 12), git.dirty ? 'with uncommitted changes' : null];
  return parts.filter((part) => typeof part === 'string').join(' · ');
}
