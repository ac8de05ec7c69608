// Everything between a blueprint and a running process: the program found, the port chosen, the placeholders filled in,
// the log opened. What is missing is said in a sentence before anything is started.
import { safeName } from '../domain/text.ts';
import { now, wallClock } from '../system/clock.ts';
import { findExecutable, isDirectory } from '../system/executables.ts';
import { type Launched, launch } from '../system/launch.ts';
import { createLogFile, type LogFile } from '../system/log-files.ts';
import type { Spawned } from './adapters/blueprint.ts';
import { ServiceFailure } from './failure.ts';
import type { Ledger } from './ledger/entries.ts';
import { fillIn, mentions } from './placeholders.ts';
import { choosePort, host } from './ports.ts';
import { howToGet } from './program-sources.ts';
import type { ServiceInstance } from './reports.ts';
import { assignments, type RunTag } from './run-tag.ts';
import { couldNotStart, modelNotGiven, noSuchDirectory, notExecutable, notOnPath, portNotPassed } from './sentences.ts';

export interface SpawnPlace {
  /** Absolute. */
  readonly runDirectory: string;
  /** The tag of the run and of the service. */
  readonly tag: RunTag;
  readonly ledger: Ledger;
  /** Stops servers of the same kind that run already, as far as that can be done. */
  makeWay(service: string, signal: AbortSignal): Promise<void>;
}

export interface SpawnedService {
  readonly launched: Launched;
  readonly log: LogFile;
  readonly port: number;
  readonly url: string;
  /** Absolute path of the program. */
  readonly binary: string;
  /** Monotonic: when nothing was in its way any more. */
  readonly begunAt: number;
}

/** Null when `signal` aborted before anything was started. */
export async function spawnService(
  instance: ServiceInstance,
  body: Spawned,
  place: SpawnPlace,
  signal: AbortSignal,
): Promise<SpawnedService | null> {
  checkPlaceholders(instance, body);
  const binary = locate(instance.id, body);
  if (body.takesOver === true) await place.makeWay(instance.id, signal);
  const begunAt = now();
  const { port, release } = await choosePort(instance.id, body.port);
  const spawning = signal.aborted ? null : spawnAt({ port, binary, begunAt }, instance, body, place);
  void gone(spawning).finally(release);
  return spawning;
}

/** Resolves when its program has ended, or was never started. */
async function gone(spawning: Promise<SpawnedService> | null): Promise<void> {
  const spawned = await spawning?.catch(() => null);
  await spawned?.launched.exited;
}

async function spawnAt(
  start: Pick<SpawnedService, 'port' | 'binary' | 'begunAt'>,
  instance: ServiceInstance,
  body: Spawned,
  place: SpawnPlace,
): Promise<SpawnedService> {
  const { port, binary } = start;
  const [, ...args] = body.command;
  const values = { port, host, model: instance.model };
  const env = Object.fromEntries(Object.entries(body.env).map(([name, value]) => [name, fillIn(value, values)]));
  const log = openLog(instance, place.runDirectory);
  const tag = [...assignments(place.tag)];
  place.ledger.note({ type: 'service.intended', service: instance.id, tag, leaderOnly: body.leaderOnly ?? false });
  try {
    const launched = await launch({
      program: binary,
      args: args.map((arg) => fillIn(arg, values)),
      cwd: body.cwd,
      env: { ...env, ...place.tag },
      output: log.descriptor,
    });
    place.ledger.note({ type: 'service.spawned', tag, process: launched.process });
    return { ...start, launched, log, url: `http://${host}:${port}` };
  } catch (error) {
    place.ledger.note({ type: 'service.ended', tag });
    throw new ServiceFailure(couldNotStart(instance.id, error instanceof Error ? error.message : String(error)));
  } finally {
    log.close(); // the program has its own copy
  }
}

function checkPlaceholders({ id, model }: ServiceInstance, { command, env, port, ready }: Spawned): void {
  const texts = [...command, ...Object.values(env)];
  if (model === null && mentions(texts, '{model}')) throw new ServiceFailure(modelNotGiven(id));
  if (port === 'auto' && ready.kind !== 'log' && !mentions(texts, '{port}'))
    throw new ServiceFailure(portNotPassed(id));
}

function locate(service: string, { command: [program = ''], cwd, env }: Spawned): string {
  if (!isDirectory(cwd)) throw new ServiceFailure(noSuchDirectory(service, cwd));
  const found = findExecutable(program, env['PATH'] ?? process.env['PATH'], cwd);
  if (found.kind === 'found') return found.path;
  if (found.kind === 'missing') throw new ServiceFailure(notOnPath(service, program, howToGet(program)), true);
  throw new ServiceFailure(notExecutable(service, program, found.path), true);
}

function openLog({ domain, model, template }: ServiceInstance, directory: string): LogFile {
  return createLogFile(directory, `svc_${domain}_${safeName(model ?? template.name)}_${stampOf(wallClock())}`);
}

/** `YYYYMMDD_HHMMSS`, local time. */
export function stampOf(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${day}_${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}
