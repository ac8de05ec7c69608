// From an instance to a service that answers and has said what it is; or a ServiceFailure that says why not. Whatever is
// spawned on the way is handed out at once, so that it can be ended however this goes on.
import { now, pause } from '../system/clock.ts';
import { lastWords } from '../system/log-files.ts';
import type { Blueprint, External, Identity, Spawned } from './adapters/blueprint.ts';
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
  readonly binary: string | null;
  readonly connection: Connection;
}

/** How long the news of an exit, which explains a failed request, may take to arrive. */
const exitNewsMs = 250;

/** Null when `signal` aborted; then what it was doing means nothing any more. */
export async function bringUp(request: BringUp): Promise<BroughtUp | null> {
  const blueprint = blueprintOf(request.instance, (model) => request.context.builtinProgram(model));
  const { body } = blueprint;
  return body.kind === 'spawned' ? bringUpOurs(request, blueprint, body) : bringUpExternal(request, blueprint, body);
}

async function bringUpOurs(request: BringUp, blueprint: Blueprint, body: Spawned): Promise<BroughtUp | null> {
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
  const identity = await identify(request, blueprint, url, signal).catch(async (error: unknown) => {
    // A process that dies breaks its connections before its exit is known; the exit is the better explanation.
    await pause(exitNewsMs, signal);
    throwIfExited(request, body, spawned);
    throw error;
  });
  if (request.signal.aborted) return null;
  throwIfExited(request, body, spawned);
  return broughtUp(request, blueprint, url, identity, spawned.binary);
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
  const { id: service, template } = request.instance;
  const { url } = body;
  const { port } = new URL(url);
  announce(request, blueprint, { port: port === '' ? null : Number(port), url, log: null, pid: null });
  const limitMs = template.readyTimeoutMs;
  await reachExternal({ service, ...body, apiKey: blueprint.apiKey, limitMs, signal: request.signal });
  if (request.signal.aborted) return null;
  const identity = await identify(request, blueprint, url, request.signal);
  return request.signal.aborted ? null : broughtUp(request, blueprint, url, identity, null);
}

type Place = Pick<Extract<ServiceReport, { type: 'starting' }>, 'port' | 'url' | 'log' | 'pid'>;

function announce({ instance, context }: BringUp, { api, builtin }: Blueprint, place: Place): void {
  const { id, template, model } = instance;
  context.onReport({ type: 'starting', service: id, adapter: template.adapter, model, api, builtin, ...place });
}

function identify(request: BringUp, blueprint: Blueprint, url: string, signal: AbortSignal): Promise<Identity> {
  const { id: service, model, template } = request.instance;
  return blueprint.identify({
    service,
    model,
    url,
    apiKey: blueprint.apiKey,
    timeoutMs: template.readyTimeoutMs,
    signal,
    onLoading: (loading) => request.context.onReport({ type: 'loading', service, model: loading }),
  });
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

function broughtUp(
  { instance }: BringUp,
  { api, apiKey }: Blueprint,
  url: string,
  { version, modelDigest }: Identity,
  binary: string | null,
): BroughtUp {
  return { version, modelDigest, binary, connection: { url, api, apiKey, model: instance.model } };
}
