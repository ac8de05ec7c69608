// From an instance to a service that answers and has said what it is; or a ServiceFailure that says why not. Whatever is
// spawned on the way is handed out at once, so that it can be ended however this goes on.
import { now, pause } from '../system/clock.ts';
import { withLoopbackAddress } from '../system/loopback.ts';
import { type WatchOomKills, watchOomKills } from '../system/oom-kills.ts';
import { type AdapterView, connectionOf, quoted, runningOf } from './adapter-view.ts';
import type { Blueprint, External, Prepared, Spawned } from './adapters/blueprint.ts';
import { blueprintOf } from './adapters/select.ts';
import { type Evidence, evidenceOf, withExplanation } from './exit-evidence.ts';
import { reachExternal } from './external-readiness.ts';
import { ServiceFailure } from './failure.ts';
import { type Alive, aliveness } from './liveness.ts';
import { strangersOn } from './ownership.ts';
import { attemptOf, waitUntilReady } from './readiness.ts';
import type { Release } from './releasing.ts';
import type { ServiceInstance, ServiceReport } from './reports.ts';
import { awaited, type Ending, exitedEarly, exitedWhileAsked, strangerAnswers, tookTooLong } from './sentences.ts';
import { type SpawnedService, type SpawnPlace, spawnService } from './spawning.ts';

export interface BringUpContext extends SpawnPlace {
  builtinProgram(model: string): URL;
  /** The kernel's own unless given. */
  readonly watchOomKills?: WatchOomKills;
  onReport(report: ServiceReport): void;
}

export interface BringUp {
  readonly instance: ServiceInstance;
  readonly context: BringUpContext;
  /** Aborts when the service is to stop. */
  readonly signal: AbortSignal;
  onSpawned(spawned: SpawnedService, body: Spawned, evidence: Evidence): void;
  /** The processes that belong to it now. */
  pids(): readonly number[];
}

export interface BroughtUp {
  readonly facts: Omit<Extract<ServiceReport, { type: 'ready' }>, 'type' | 'service'>;
  /** Null where there is nothing to give back before it is ended. */
  readonly release: Release | null;
  /** Null where somebody else runs it. */
  readonly alive: Alive | null;
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
  const { instance, context } = request;
  const spawned = await spawnService(instance, body, context, request.signal);
  if (spawned === null) return null;
  const { port, url, log, launched } = spawned;
  const evidence = evidenceOf(launched.process.pid, log.path, context.watchOomKills ?? watchOomKills);
  request.onSpawned(spawned, body, evidence);
  announce(request, blueprint, { port, url, log: log.name, pid: launched.process.pid });
  const { id: service, model } = instance;
  if (body.loadsAtStart && model !== null) context.onReport({ type: 'loading', service, model });
  const exited = new AbortController();
  void launched.exited.then(() => exited.abort());
  const signal = AbortSignal.any([request.signal, exited.signal]);

  const start = { request, blueprint, body, spawned, evidence };
  await awaitReadiness(start, signal);
  if (request.signal.aborted) return null;
  const view = { instance, blueprint, url, log: log.path, signal, onReport: context.onReport };
  const running = runningOf(view);
  const prepared = await blueprint.prepare(running).catch(async (error: unknown) => {
    // A process that dies breaks its connections before its exit is known; the exit is the better explanation.
    await pause(exitNewsMs, signal);
    throwIfExited(start);
    throw error;
  });
  const facts = await factsOf(view, prepared, { from: spawned.begunAt, binary: spawned.binary });
  if (request.signal.aborted) return null;
  throwIfExited(start);
  const { release } = blueprint;
  const alive = aliveness(body.ready, { url, apiKey: blueprint.apiKey });
  if (release === undefined) return { facts, release: null, alive };
  return { facts, alive, release: (timeoutMs, until) => release({ ...running, timeoutMs, signal: until }) };
}

/** Asked once it can be used, so that the start does not seem longer than it was. */
async function factsOf(
  view: AdapterView,
  prepared: Prepared | undefined,
  { from, binary }: { readonly from: number; readonly binary: string | null },
): Promise<BroughtUp['facts']> {
  const startupMs = now() - from;
  const identity = await view.blueprint.identify({ ...runningOf(view), timeoutMs: identityMs });
  return { ...quoted(identity), startupMs, binary, connection: connectionOf(view, prepared) };
}

/** A start under way, its process spawned. */
interface Start {
  readonly request: BringUp;
  readonly blueprint: Blueprint;
  readonly body: Spawned;
  readonly spawned: SpawnedService;
  readonly evidence: Evidence;
}

async function awaitReadiness(start: Start, signal: AbortSignal): Promise<void> {
  const { request, blueprint, body, spawned } = start;
  const { id, template } = request.instance;
  const { launched, log, port, url } = spawned;
  const from = now();
  const attempt = attemptOf(body, { url, log: log.path, apiKey: blueprint.apiKey });
  const outcome = await waitUntilReady(attempt, template.readyTimeoutMs, signal);
  if (request.signal.aborted) return;
  const exit = launched.exit();
  if (exit !== null) throw new ServiceFailure(exitedEarly(endingOf(start), exit, now() - from));
  if (outcome.kind === 'timeout') throw new ServiceFailure(tookTooLong(endingOf(start), outcome.why));
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
  const { instance, context, signal } = request;
  const view = { instance, blueprint, url, log: null, signal, onReport: context.onReport };
  const prepared = await blueprint.prepare(runningOf(view));
  const facts = await factsOf(view, prepared, { from, binary: null });
  return request.signal.aborted ? null : { facts, release: null, alive: null };
}

type Place = Pick<Extract<ServiceReport, { type: 'starting' }>, 'port' | 'url' | 'log' | 'pid'>;

function announce({ instance, context }: BringUp, { api, builtin }: Blueprint, place: Place): void {
  const { id, template, model } = instance;
  context.onReport({ type: 'starting', service: id, adapter: template.adapter, model, api, builtin, ...place });
}

function throwIfExited(start: Start): void {
  const exit = start.spawned.launched.exit();
  if (exit === null) return;
  throw new ServiceFailure(exitedWhileAsked(endingOf(start), start.request.instance.model, exit));
}

function endingOf({ request: { instance }, blueprint, body, spawned, evidence }: Start): Ending {
  const { log, url, launched } = spawned;
  return {
    service: instance.id,
    awaited: awaited(body.ready, url),
    limitMs: instance.template.readyTimeoutMs,
    ...withExplanation(evidence(launched.exit()), blueprint.explain?.(log.path) ?? null),
    log: log.name,
  };
}
