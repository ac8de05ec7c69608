// The mark that every process of a run carries in its environment, and what it tells about those that outlived their run.
import { randomBytes } from 'node:crypto';
import { isContained } from '../system/control-group.ts';
import { carriers, identify, isAlive, nameOf, type ProcessIdentity } from '../system/processes.ts';

const runVariable = 'FLIGHTDECK_RUN';
/** Whose run it is, so that the leftovers of a runner that is gone can be told from the processes of one that lives. */
const runnerVariable = 'FLIGHTDECK_RUNNER';
const serviceVariable = 'FLIGHTDECK_SERVICE';

/** Environment variables that every process of a run carries. */
export type RunTag = Readonly<Record<string, string>>;

export function runTag(runId: string): RunTag {
  return { [runVariable]: `${runId}.${randomBytes(6).toString('hex')}`, ...runnerTag() };
}

/**
 * What everything carries that this process starts, also what is none of the run's: programs that are asked for samples, say.
 * They are no leftovers of a run, but whoever ends a run whose runner is gone ends them too.
 */
export function runnerTag(): RunTag {
  const self = identify(process.pid);
  return self === null ? {} : { [runnerVariable]: markOf(self) };
}

/** Of a run's tag, the part that is not of the run alone. */
export function runnerPart(tag: readonly string[]): readonly string[] {
  const part = tag.filter((assignment) => assignment.startsWith(`${runnerVariable}=`));
  return part.length === 0 ? tag : part;
}

/** For what must outlive a run, also one that was itself started by a run. */
export function withoutRunTag(environment: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  const marks = new Set([runVariable, runnerVariable, serviceVariable]);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !marks.has(name)));
}

/** The run's tag, and a mark that no other process of the run carries but what this service starts. */
export function serviceTag(run: RunTag, service: string): RunTag {
  return { ...run, [serviceVariable]: `${service}.${randomBytes(4).toString('hex')}` };
}

export function assignments(environment: RunTag): readonly string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}

export interface Leftover {
  readonly pid: number;
  readonly name: string | null;
  readonly runId: string;
}

/** Live processes of runs whose runner has ended. */
export function leftovers(): readonly Leftover[] {
  return [...runMarks()].flatMap(([pid, { runId, orphaned }]) => (orphaned ? [{ pid, name: nameOf(pid), runId }] : []));
}

export interface RunMark {
  readonly runId: string;
  /** `NAME=value`, which no other run has. */
  readonly assignment: string;
  /** The runner that started it is gone; false where that cannot be known. */
  readonly orphaned: boolean;
}

/** Live processes that a runner started, this one or another, by pid. */
export function runMarks(): ReadonlyMap<number, RunMark> {
  const runners = carriers(runnerVariable);
  const marks = [...carriers(runVariable)].map(([pid, tag]): [number, RunMark] => {
    const runner = runners.get(pid);
    // In a container, the runner's number counts there alone.
    const orphaned = runner !== undefined && !isContained(pid) && !runnerIsAlive(runner);
    return [pid, { runId: tag.slice(0, tag.lastIndexOf('.')), assignment: `${runVariable}=${tag}`, orphaned }];
  });
  return new Map(marks);
}

/** `PID:START`; a start time may hold colons itself. */
function runnerIsAlive(runner: string): boolean {
  const [pid = ''] = runner.split(':', 1);
  const found = identify(Number(pid));
  return found !== null && isAlive(found) && runner === markOf(found);
}

/** Blanks would end the value where environments are only shown as one line. */
function markOf({ pid, startTime }: ProcessIdentity): string {
  return `${pid}:${startTime.replaceAll(' ', '_')}`;
}
