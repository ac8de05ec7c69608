// From an instance to a service that answers and has said what it is; or a ServiceFailure that says why not. Whatever is
// spawned on the way is handed out at once, so that it can be ended however this goes on.
import { now, pause } from '../system/clock.ts';
import { lastWords } from '../system/log-files.ts';
import { withLoopbackAddress } from '../system/loopback.ts';
import type { Blueprint, External, Identity, Running, Spawned } from './adapters/blueprint.ts';
import { blueprintOf } from './adapters/select.ts';
import { reachExternal } from './external-readiness.ts';
import { ServiceFailure } from './failure.ts';
import { strangersOn } from './ownership.ts';
import { attemptOf, waitUntilReady } from './readiness.ts';
import type { Connection, ServiceInstance, ServiceReport } from './reports.ts';
import { awaited, type Ending, exitedEarly, exitedWhileAsked, strangerAnswers, tookTooLong } from './sentences.ts';
import { type SpawnedService, type SpawnPlace, spawnService } from './spawning.ts';

export interface BringUpContext extends SpawnPlace {
  builtinProgram(model: string): URL;
  onReport(report: ServiceReport): void;
}

export interface BringUp {
  readonly instance: ServiceInstance;
  readonly context: BringUpContext;
  /** Aborts when the service is to stop. */
  readonly signal: AbortSignal;
  onSpawned(spawned: SpawnedService): void;
  /** The processes that belong to it now. */
  pids(): readonly number[];
}

export interface BroughtUp extends Identity {
  /** Until it could be used; what it says about itself is asked after that. */
  readonly startupMs: number;
  readonly binary: string | null;
  readonly connection: Connection;
}

/** How long the news of an exit, which explains a failed request, may take to arrive. */
const exitNewsMs = 250;
/** Nobody waits longer to learn what a service says about itself. */
const identityMs = 1000;

/** Null when `signal` aborted; then what it was doing means nothing any more. */
export async function bringUp(request: BringUp): Promise<BroughtUp | null> {
  const blueprint = blueprintOf(request.instance, (model) => request.context.builtinProgram(model));
  const { body } = blueprint;
  return body.kind === 'spawned' ? bringUpOurs(request, blueprint, body) : bringUpExternal(request, blueprint, body);
}

async function bringUpOurs(request: BringUp, blueprint: Blueprint, body: Spawned): Promise<BroughtUp | null> {
  const from = now();
  const { instance, context } = request;
  const spawned = await spawnService(instance, body, context, request.signal);
  if (spawned === null) return null;
  request.onSpawned(spawned);
  const { port, url, log, launched } = spawned;
  announce(request, blueprint, { port, url, log: log.name, pid: launched.process.pid });
  const { id: service, model } = instance;
  if (body.loadsAtStart && model !== null) context.onReport({ type: 'loading', service, model });
  const exited = new AbortController();
  void launched.exited.then(() => exited.abort());
  const signal = AbortSignal.any([request.signal, exited.signal]);

  await awaitReadiness(request, body, spawned, signal);
  if (request.signal.aborted) return null;
  const running = runningOf(request, blueprint, url, signal);
  await blueprint.prepare(running).catch(async (error: unknown) => {
    // A process that dies breaks its connections before its exit is known; the exit is the better explanation.
    await pause(exitNewsMs, signal);
    throwIfExited(request, body, spawned);
    throw error;
  });
  const startupMs = now() - from;
  const identity = await blueprint.identify({ ...running, timeoutMs: identityMs });
  if (request.signal.aborted) return null;
  throwIfExited(request, body, spawned);
  return { ...identity, startupMs, binary: spawned.binary, connection: connectionOf(request, blueprint, url) };
}

async function awaitReadiness(
  request: BringUp,
  body: Spawned,
  spawned: SpawnedService,
  signal: AbortSignal,
): Promise<void> {
  const { id, template } = request.instance;
  const { launched, log, port, url } = spawned;
  const from = now();
  const outcome = await waitUntilReady(attemptOf(body.ready, url, log.path), template.readyTimeoutMs, signal);
  if (request.signal.aborted) return;
  const exit = launched.exit();
  if (exit !== null) throw new ServiceFailure(exitedEarly(endingOf(request, body, spawned), exit, now() - from));
  if (outcome.kind === 'timeout') throw new ServiceFailure(tookTooLong(endingOf(request, body, spawned), outcome.why));
  const strangers = body.ready.kind === 'log' ? [] : strangersOn(port, request.pids());
  if (strangers.length > 0) throw new ServiceFailure(strangerAnswers(id, url, strangers));
}

async function bringUpExternal(request: BringUp, blueprint: Blueprint, body: External): Promise<BroughtUp | null> {
  const from = now();
  const { id: service, template } = request.instance;
  const url = await withLoopbackAddress(body.url);
  if (request.signal.aborted) return null;
  const { port } = new URL(url);
  announce(request, blueprint, { port: port === '' ? null : Number(port), url, log: null, pid: null });
  const limitMs = template.readyTimeoutMs;
  const { probePath } = body;
  const { apiKey } = blueprint;
  await reachExternal({ service, url, probePath, apiKey, limitMs, signal: request.signal });
  if (request.signal.aborted) return null;
  const running = runningOf(request, blueprint, url, request.signal);
  await blueprint.prepare(running);
  const startupMs = now() - from;
  const identity = await blueprint.identify({ ...running, timeoutMs: identityMs });
  if (request.signal.aborted) return null;
  return { ...identity, startupMs, binary: null, connection: connectionOf(request, blueprint, url) };
}

type Place = Pick<Extract<ServiceReport, { type: 'starting' }>, 'port' | 'url' | 'log' | 'pid'>;

function announce({ instance, context }: BringUp, { api, builtin }: Blueprint, place: Place): void {
  const { id, template, model } = instance;
  context.onReport({ type: 'starting', service: id, adapter: template.adapter, model, api, builtin, ...place });
}

function runningOf({ instance, context }: BringUp, { apiKey }: Blueprint, url: string, signal: AbortSignal): Running {
  const { id: service, model, template } = instance;
  const onLoading = (loading: string): void => context.onReport({ type: 'loading', service, model: loading });
  return { service, model, url, apiKey, timeoutMs: template.readyTimeoutMs, signal, onLoading };
}

function throwIfExited(request: BringUp, body: Spawned, spawned: SpawnedService): void {
  const exit = spawned.launched.exit();
  if (exit === null) return;
  throw new ServiceFailure(exitedWhileAsked(endingOf(request, body, spawned), request.instance.model, exit));
}

function endingOf({ instance }: BringUp, { ready }: Spawned, { log, url }: SpawnedService): Ending {
  const limitMs = instance.template.readyTimeoutMs;
  return { service: instance.id, awaited: awaited(ready, url), limitMs, lastLine: lastWords(log.path), log: log.name };
}

function connectionOf({ instance }: BringUp, { api, apiKey }: Blueprint, url: string): Connection {
  return { url, api, apiKey, model: instance.model };
}
