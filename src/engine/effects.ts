// Carries out what the session decided, through the supervisor and the trial worker, and posts what comes of it.
import type { TrialResult } from '../domain/results.ts';
import type { TrialMeasurement, TrialTask } from '../drivers/protocol.ts';
import type { ServiceReport } from '../services/supervisor.ts';
import { ExitNews } from './exit-news.ts';
import { hangsAfter } from './hangs.ts';
import type { Effect, InputBody } from './inputs.ts';
import { LoadoutMemory } from './loadout-memory.ts';
import type { EffectPorts } from './ports.ts';
import { measuredResult } from './results.ts';
import { type SessionRules, type SessionState, testsOf } from './state.ts';
import { findingsOf, logSizes, trialTask, type UsedServices, warmUps } from './trials.ts';

/** The way back into the loop. */
export interface Loop {
  post(input: InputBody): void;
  conclude(): void;
  /** A bug: nothing that a plan or a service does leads here. */
  fail(error: unknown): void;
}

export class EffectRunner {
  readonly #rules: SessionRules;
  readonly #ports: EffectPorts;
  readonly #loop: Loop;
  readonly #services: UsedServices = new Map();
  readonly #memory: LoadoutMemory;
  /** Why the task under way was broken off, and what that leaves of it. */
  #broken: { reason: string; leaves: 'an error' | 'no error' | 'nothing' } | null = null;
  readonly #exitNews = new ExitNews();

  constructor(rules: SessionRules, ports: EffectPorts, loop: Loop) {
    this.#rules = rules;
    this.#ports = ports;
    this.#loop = loop;
    this.#memory = new LoadoutMemory(ports);
  }

  /** `state` is the one after the step that asked for the effect. */
  run(effect: Effect, state: SessionState): void {
    switch (effect.type) {
      case 'start-service': {
        const { domain, service } = effect;
        this.#ports.supervisor.start({ ...service, domain });
        break;
      }
      case 'stop-service':
        this.#ports.supervisor.stop(effect.service, effect.hangs);
        break;
      case 'open-loadout':
        this.#memory.open(effect.up);
        break;
      case 'loadout-loaded':
        this.#memory.loaded();
        break;
      case 'settle-memory':
        this.#follow(this.#settle(effect.up, effect.wait));
        break;
      case 'regain-memory':
        this.#follow(this.#regain(effect.up));
        break;
      case 'abort-settling':
        this.#memory.abort();
        break;
      case 'run-trial':
        this.#follow(this.#runTrial(state));
        break;
      case 'warm-up':
        this.#follow(this.#warmUp(state));
        break;
      case 'abort-trial':
        this.#breakOff(effect.reason, state.stopping === null ? 'an error' : 'no error');
        break;
      case 'repeat-trial':
        this.#breakOff('the run was suspended', 'nothing');
        break;
      case 'continue':
        setImmediate(() => this.#loop.post({ type: 'continue' }));
        break;
      case 'conclude':
        this.#loop.conclude();
        break;
      default:
        effect satisfies never;
    }
  }

  /** Remembers how a service is reached and where it logs. */
  note(report: ServiceReport): void {
    if (report.type === 'existing-restarted') return;
    const { service } = report;
    const known = this.#services.get(service);
    if (report.type === 'starting') {
      this.#services.set(service, { log: report.log, builtin: report.builtin, connection: null });
    } else if (report.type === 'ready' && known !== undefined) {
      this.#services.set(service, { ...known, connection: report.connection });
    } else if (report.type === 'stopped' || report.type === 'exited') {
      if (known?.connection != null) this.#ports.trials.forget(known.connection.url);
    }
    if (report.type === 'exited') this.#exitNews.arrived();
  }

  #breakOff(reason: string, leaves: 'an error' | 'no error' | 'nothing'): void {
    this.#broken = { reason, leaves };
    this.#ports.trials.abort(reason);
  }

  #follow(work: Promise<void>): void {
    work.catch((error: unknown) => this.#loop.fail(error));
  }

  async #settle(up: readonly string[], wait: boolean): Promise<void> {
    this.#loop.post({ type: 'memory.settled', ...(await this.#memory.settle(up, wait)) });
  }

  async #regain(up: readonly string[]): Promise<void> {
    await this.#memory.regain(up);
    this.#loop.post({ type: 'memory.regained' });
  }

  async #runTrial(state: SessionState): Promise<void> {
    this.#broken = null;
    const before = logSizes(this.#rules, this.#ports, state);
    const from = this.#ports.now();
    const task = trialTask(this.#rules, this.#ports, this.#services, state, 'trial');
    const measurement = await this.#ports.trials.run(task);
    const spawned = [...before.keys()].filter((service) => this.#services.get(service)?.log != null);
    if (measurement.status === 'error') await this.#waitForExitNews(spawned);
    const findings = findingsOf(this.#rules, this.#ports, this.#services, state, { from, before });
    const explained = this.#explain(measurement);
    const result: TrialResult | null =
      explained === null ? null : measuredResult(this.#rules.schedule, state, explained, findings);
    const { timeoutMs } = task;
    const hangs =
      explained === null ? [] : await hangsAfter({ measurement, timeoutMs, spawned }, this.#ports.supervisor);
    this.#loop.post({ type: 'trial.done', result, hangs });
  }

  /** Null where the attempt was broken off for a reason that is none of the test's: that is no result of it. */
  #explain(measurement: TrialMeasurement): TrialMeasurement | null {
    if (this.#broken?.leaves === 'nothing') return null;
    if (this.#broken === null || measurement.status !== 'error') return measurement;
    return this.#broken.leaves === 'an error' ? { ...measurement, error: this.#broken.reason } : null;
  }

  async #waitForExitNews(spawned: readonly string[]): Promise<void> {
    if (this.#broken !== null || spawned.length === 0) return;
    const { supervisor } = this.#ports;
    await this.#exitNews.wait(() => spawned.every((service) => supervisor.pidsOf(service).length > 0));
  }

  async #warmUp(state: SessionState): Promise<void> {
    this.#broken = null;
    let error: string | null = null;
    for (const { test, rounds } of warmUps(testsOf(this.#rules.schedule, state))) {
      const task = trialTask(this.#rules, this.#ports, this.#services, { ...state, test }, 'warmup');
      const failure = await this.#warmUpWith(task, rounds);
      error ??= failure?.error ?? null;
      // A request that one test cannot send is none of the others' business; a service that does not answer is.
      if (failure?.status === 'timeout' || this.#broken !== null) break;
    }
    this.#loop.post({ type: 'warmup.done', error });
  }

  /** Null where all went well. */
  async #warmUpWith(task: TrialTask, rounds: number): Promise<TrialMeasurement | null> {
    for (let round = 0; round < rounds; round += 1) {
      const measurement = await this.#ports.trials.run(task);
      if (measurement.error !== null) return measurement;
    }
    return null;
  }
}
