// The one loop of a run: brings reports, measurements, ticks, signals and key commands into one line, lets the pure
// transition decide, records the events in order, then carries out the effects.
import type { SessionEvent, StopReason } from '../domain/events.ts';
import type { Redactor } from '../domain/redaction.ts';
import { Tally } from '../domain/summary.ts';
import { EffectRunner } from './effects.ts';
import type { InputBody } from './inputs.ts';
import type { EffectPorts } from './ports.ts';
import { type Recorder, RecordingError } from './recorder.ts';
import { initialState, type SessionRules, type SessionState } from './state.ts';
import { transition } from './transition.ts';
import { type Verdict, verdictOn } from './verdict.ts';

export interface SessionPorts extends EffectPorts {
  readonly recorder: Recorder;
  readonly wallClock: () => Date;
  /** Monotonic time of the run's beginning. */
  readonly startedAt: number;
  readonly redactor: Redactor;
}

export interface Conclusion extends Verdict {
  readonly reason: StopReason | null;
}

export interface Session {
  /** Runs the schedule to its end; never rejects for what a plan, a service or a full disk does. */
  run(started: SessionEvent): Promise<Conclusion>;
  post(input: InputBody): void;
}

const tickMs = 1000;

export function createSession(rules: SessionRules, ports: SessionPorts): Session {
  const tally = new Tally();
  const queue: InputBody[] = [];
  let state: SessionState = initialState;
  let draining = false;
  let ended = false;
  let settle: { resolve(conclusion: Conclusion): void; reject(error: unknown): void } | null = null;

  const effects = new EffectRunner(rules, ports, {
    post,
    conclude: () => void finish().catch(fail),
    fail,
  });

  function post(input: InputBody): void {
    if (ended) return;
    queue.push(input);
    if (draining) return;
    draining = true;
    try {
      for (let next = queue.shift(); next !== undefined && !ended; next = queue.shift()) handle(next);
    } catch (error) {
      fail(error);
    } finally {
      draining = false;
    }
  }

  function handle(body: InputBody): void {
    if (body.type === 'tick') ports.recorder.tick();
    if (body.type === 'service.reported') effects.note(body.report);
    const input = { ...body, at: ports.wallClock().toISOString(), elapsedMs: elapsed() };
    const step = transition(rules, state, input);
    state = step.state;
    for (const event of step.events) record(event);
    for (const effect of step.effects) effects.run(effect, state);
  }

  function record(event: SessionEvent): void {
    const recorded = ports.recorder.record(event);
    if (recorded.event.type === 'trial.finished') tally.add(recorded.event.result);
  }

  const elapsed = (): number => ports.now() - ports.startedAt;

  /** Everything is stopped; proves it, then says what the run came to. */
  async function finish(): Promise<void> {
    await ports.trials.close();
    await endProcesses();
    const verdict = verdictOn(tally.summary(), state.stopping, state.starts);
    record({
      type: 'run.finished',
      ...verdict,
      summary: tally.summary(),
      durationMs: elapsed(),
      reason: state.stopping,
    });
    ended = true;
    settle?.resolve({ ...verdict, reason: state.stopping });
  }

  async function endProcesses(): Promise<void> {
    await ports.supervisor.stopAll();
    const leftovers = await ports.supervisor.sweep();
    if (leftovers === 0) return;
    const processes = leftovers === 1 ? '1 process was' : `${leftovers} processes were`;
    record({
      type: 'notice.raised',
      level: 'warning',
      message: `${processes} still running at the end and had to be ended`,
    });
  }

  /** The disk is full or the folder is gone: nothing can be recorded any more, but nothing may be left running either. */
  function fail(error: unknown): void {
    if (ended) return;
    ended = true;
    void stopAfter(error).then(settle?.resolve, settle?.reject);
  }

  async function stopAfter(error: unknown): Promise<Conclusion> {
    ports.trials.abort('the run could not go on');
    await ports.trials.close();
    await ports.supervisor.stopAll();
    await ports.supervisor.sweep();
    if (!(error instanceof RecordingError)) throw error;
    const reason = {
      kind: 'fatal',
      message: ports.redactor.text(`${error.message}; what was announced before is in the run folder`),
    } as const;
    ports.recorder.announceUnrecorded({ type: 'run.stopping', reason });
    return { ...verdictOn(tally.summary(), reason, state.starts), reason };
  }

  return {
    post,
    run(started) {
      for (const { tests } of rules.schedule.stretches) {
        for (const { testId, scenario } of tests) tally.expect(testId, scenario.repeats);
      }
      const ticks = setInterval(() => post({ type: 'tick' }), tickMs);
      const conclusion = new Promise<Conclusion>((resolve, reject) => {
        settle = { resolve, reject };
      });
      try {
        record(started);
        for (const message of rules.schedule.notes) record({ type: 'notice.raised', level: 'info', message });
        post({ type: 'begin' });
      } catch (error) {
        fail(error);
      }
      return conclusion.finally(() => clearInterval(ticks));
    },
  };
}
