// The Ollama servers that run already. A name alone proves nothing: what counts is the executable, as the kernel knows it,
// together with what it was started for, or what it answers. Of another user's process the executable may not be known, only
// that the port which an Ollama would have belongs to somebody and answers like one.
import { basename } from 'node:path';
import { isContained } from '../../system/control-group.ts';
import { listenersOn, portsOf } from '../../system/listeners.ts';
import type { ProcessEntry, ProcessIdentity } from '../../system/processes.ts';
import { type RunningProgram, runningProgram } from '../../system/running-program.ts';
import { untouchable } from '../../system/signals.ts';
import { isForwarder } from '../ownership.ts';
import { type RunMark, runMarks } from '../run-tag.ts';
import { answersAsOllama } from './ask-server.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { belongsToARun, runsInAContainer } from './sentences.ts';

export interface FoundServer {
  /** Null where nothing but its port is known. */
  readonly process: ProcessIdentity | null;
  readonly port: number | null;
  readonly standing: Standing;
}

export type Standing =
  | { readonly kind: 'same-user' }
  /** Only its service manager can be asked. */
  | { readonly kind: 'other-user' }
  | { readonly kind: 'left-alone'; readonly why: string };

/** `ours` are the `NAME=value` pairs that every process of this run carries. */
export async function findServers(place: Neighbourhood, ours: readonly string[]): Promise<readonly FoundServer[]> {
  const marks = runMarks();
  const apart = untouchable();
  const isOurs = (pid: number): boolean => ours.includes(marks.get(pid)?.assignment ?? '');
  const neighbours = place.processes().filter(({ pid }) => !apart.has(pid) && !isOurs(pid));
  const holders = await portHolders(place.ports, neighbours);
  const named = neighbours.flatMap((process): readonly FoundServer[] => {
    const { pid } = process;
    const program = runningProgram(pid);
    const held = holders.find((holder) => holder.pid === pid)?.port;
    if (!isOllama(program.executable) || (!isServing(program) && held === undefined)) return [];
    const mark = marks.get(pid);
    const sameUser = program.userId === place.userId;
    return [{ process, port: held ?? portsOf(pid)[0] ?? null, standing: standingOf(pid, mark, sameUser) }];
  });
  const hidden = holders.filter(({ pid }) => pid === null).map((holder) => hiddenServer(holder, neighbours));
  return [...named, ...hidden];
}

interface PortHolder {
  readonly port: number;
  /** Null where it may not be known, or where what listens only forwards to a container. */
  readonly pid: number | null;
  readonly forwarded: boolean;
}

/** Those that answer like an Ollama. */
async function portHolders(
  ports: readonly number[],
  neighbours: readonly ProcessEntry[],
): Promise<readonly PortHolder[]> {
  const pids = new Set(neighbours.map(({ pid }) => pid));
  const holders = ports.flatMap((port) =>
    listenersOn(port)
      .filter(({ pid }) => pid === null || pids.has(pid))
      .map((listener) => {
        const forwarded = isForwarder(listener);
        return { port, pid: forwarded ? null : listener.pid, forwarded };
      }),
  );
  const answers = await Promise.all(
    holders.map(({ port, pid }) => (pid === null || isOllama(runningProgram(pid).executable)) && answersAsOllama(port)),
  );
  return holders.filter((_, index) => answers[index] === true);
}

/** NixOS puts a wrapper in its place. */
function isOllama(executable: string | null): boolean {
  const name = basename(executable ?? '');
  return name === 'ollama' || name === '.ollama-wrapped';
}

/** What an earlier run left behind is anybody's to stop. */
function standingOf(pid: number, mark: RunMark | undefined, sameUser: boolean): Standing {
  if (mark !== undefined && !mark.orphaned) return { kind: 'left-alone', why: belongsToARun(mark.runId) };
  if (isContained(pid)) return { kind: 'left-alone', why: runsInAContainer };
  return { kind: sameUser ? 'same-user' : 'other-user' };
}

function hiddenServer({ port, forwarded }: PortHolder, neighbours: readonly ProcessEntry[]): FoundServer {
  if (forwarded) return { process: null, port, standing: { kind: 'left-alone', why: runsInAContainer } };
  const claimants = neighbours.filter(({ pid }) => claimsToServe(runningProgram(pid)));
  const [process = null, ...more] = claimants;
  return { process: more.length === 0 ? process : null, port, standing: { kind: 'other-user' } };
}

/** What it says of itself is enough to ask its service manager, which knows better. */
function claimsToServe(program: RunningProgram): boolean {
  return program.executable === null && isOllama(program.args[0] ?? null) && isServing(program);
}

/** `ollama start` is another name of `ollama serve`. */
function isServing({ args: [, verb] }: RunningProgram): boolean {
  return verb === 'serve' || verb === 'start';
}
