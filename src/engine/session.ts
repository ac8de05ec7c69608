// The one loop of a run: brings reports, measurements, ticks, signals and key commands into one line, lets the pure
// transition decide, writes the events down in order, carries out the effects, then lets the world hear.
import { UserError } from '../domain/errors.ts';
import type { EventOf, SessionEvent, StopReason } from '../domain/events.ts';
import { Tally } from '../domain/summary.ts';
import { counted } from '../domain/wording.ts';
import { type Continuation, selectedTests } from './continued-run.ts';
import { EffectRunner } from './effects.ts';
import type { InputBody } from './inputs.ts';
import { LargeLogs } from './large-logs.ts';
import type { EffectPorts } from './ports.ts';
import type { Recorder } from './recorder.ts';
import { RecordingError } from './recording-error.ts';
import { initialState, type SessionRules, type SessionState } from './state.ts';
import { servicesOf } from './stretch-services.ts';
import { testsSelected } from './tests-selected.ts';
import { transition } from './transition.ts';
import { type Verdict, verdictOn } from './verdict.ts';

export interface SessionPorts extends EffectPorts {
  readonly recorder: Recorder;
  readonly wallClock: () => Date;
  /** Monotonic time of the run's beginning. */
  readonly startedAt: number;
}

export interface Conclusion extends Verdict {
  readonly reason: StopReason | null;
}

const tickMs = 1000;

export class Session {
  readonly #rules: SessionRules;
  readonly #ports: SessionPorts;
  readonly #effects: EffectRunner;
  readonly #largeLogs: LargeLogs;
  readonly #conclusion = Promise.withResolvers<Conclusion>();
  readonly #tally = new Tally();
  readonly #queue: InputBody[] = [];
  #state: SessionState = initialState;
  #draining = false;
  #ended = false;

  constructor(rules: SessionRules, ports: SessionPorts) {
    this.#rules = rules;
    this.#ports = ports;
    const { stretches } = rules.schedule;
    this.#largeLogs = new LargeLogs(
      ports.supervisor,
      stretches.flatMap((stretch) => servicesOf(stretch).map(({ id }) => id)),
    );
    this.#effects = new EffectRunner(rules, ports, {
      post: (input) => this.post(input),
      conclude: () => void this.#finish().catch((error: unknown) => this.#fail(error)),
      fail: (error) => this.#fail(error),
    });
  }

  /** Runs the schedule to its end; rejects for bugs alone, not for what a plan, a service or a full disk does. */
  run(started: EventOf<'run.started' | 'run.continued'>, earlier: Continuation | null = null): Promise<Conclusion> {
    const { schedule } = this.#rules;
    for (const [testId, repeats] of selectedTests(earlier?.whole ?? schedule)) this.#tally.expect(testId, repeats);
    for (const result of earlier?.recorded.results ?? []) this.#tally.add(result);
    const ticks = setInterval(() => this.post({ type: 'tick' }), tickMs);
    try {
      this.#record(started);
      if (earlier === null) for (const stretch of schedule.stretches) this.#record(testsSelected(stretch));
      for (const message of schedule.notes) this.#record({ type: 'notice.raised', level: 'info', message });
      const outdated = [...(earlier?.outdated ?? [])];
      if (outdated.length > 0) this.#record({ type: 'results.outdated', tests: outdated });
      this.post({ type: 'begin' });
    } catch (error) {
      this.#fail(error);
    }
    return this.#conclusion.promise.finally(() => clearInterval(ticks));
  }

  /** Inputs are handled in the order of their arrival, also those that arrive while one is handled. */
  post(input: InputBody): void {
    if (this.#ended) return;
    this.#queue.push(input);
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined && !this.#ended; next = this.#queue.shift())
        this.#handle(next);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#draining = false;
    }
  }

  #handle(body: InputBody): void {
    if (body.type === 'tick') this.#onTick();
    if (body.type === 'service.reported') this.#effects.note(body.report);
    if (isFailure(body)) this.#ports.recorder.requireRoom();
    const input = { ...body, at: this.#ports.wallClock().toISOString(), elapsedMs: this.#elapsedMs() };
    const step = transition(this.#rules, this.#state, input);
    this.#state = step.state;
    const appended = step.events.map((event) => this.#ports.recorder.append(event));
    // The next trial is under way while the disk takes in the last one; nobody hears of either before that.
    for (const effect of step.effects) this.#effects.run(effect, this.#state);
    for (const one of appended) {
      this.#ports.recorder.settle(one);
      this.#count(one.recorded.event);
    }
  }

  #onTick(): void {
    this.#ports.recorder.tick();
    for (const message of this.#largeLogs.news()) this.post({ type: 'problem.noticed', message });
  }

  #record(event: SessionEvent): void {
    this.#count(this.#ports.recorder.record(event).event);
  }

  #count(event: SessionEvent): void {
    if (event.type === 'trial.finished') this.#tally.add(event.result);
    if (event.type === 'results.outdated') for (const testId of event.tests) this.#tally.forget(testId);
  }

  #elapsedMs(): number {
    return this.#ports.now() - this.#ports.startedAt;
  }

  /** Everything is stopped; proves it, then says what the run came to. */
  async #finish(): Promise<void> {
    await this.#ports.trials.close();
    await this.#ports.supervisor.stopAll();
    const leftovers = await this.#ports.supervisor.sweep();
    if (leftovers > 0) {
      const message = `${counted(leftovers, 'leftover process', 'leftover processes')} had to be ended at the end of the run`;
      this.#record({ type: 'notice.raised', level: 'warning', message });
    }
    await this.#ports.supervisor.restore();
    const { finished, conclusion } = this.#end(this.#state.stopping);
    this.#record(finished);
    this.#ended = true;
    this.#conclusion.resolve(conclusion);
  }

  /** The disk is full, the folder is gone or the system gives no thread: nothing may be left running for all that. */
  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    void this.#stopAfter(error).then(this.#conclusion.resolve, this.#conclusion.reject);
  }

  async #stopAfter(error: unknown): Promise<Conclusion> {
    const { trials, supervisor, recorder } = this.#ports;
    trials.abort('the run could not go on');
    await trials.close();
    await supervisor.stopAll();
    await supervisor.sweep();
    await supervisor.restore();
    if (!(error instanceof UserError)) throw error;
    const reason = { kind: 'fatal', message: error.message } as const;
    const { finished, conclusion } = this.#end(reason);
    for (const event of [{ type: 'run.stopping', reason }, finished] as const) {
      if (error instanceof RecordingError) recorder.announceUnrecorded(event);
      else recorder.record(event);
    }
    return conclusion;
  }

  #end(reason: StopReason | null) {
    const summary = this.#tally.summary();
    const verdict = verdictOn(summary, reason, this.#state.starts);
    const durationMs = this.#elapsedMs();
    const finished: SessionEvent = { type: 'run.finished', ...verdict, summary, durationMs, reason };
    return { finished, conclusion: { ...verdict, reason } };
  }
}

/** Of something that writes too, perhaps to a disk that is full by now. */
function isFailure(input: InputBody): boolean {
  if (input.type === 'service.reported') return input.report.type === 'failed' || input.report.type === 'exited';
  return input.type === 'trial.done' && input.result !== null && input.result.status !== 'passed';
}
