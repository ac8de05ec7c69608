// The decisions of a session, pure: state and one input in, new state, events and effects out. No clock, no files, no
// processes; what they report comes in as input.
import type { NoticeLevel } from '../domain/events.ts';
import { advance } from './advance.ts';
import { closed } from './closing.ts';
import { type Effect, type Input, join, type Step } from './inputs.ts';
import { heedFailures } from './max-failures.ts';
import { loaded } from './opening.ts';
import { loseHanging, startAgain } from './restarts.ts';
import { afterTrial } from './retries.ts';
import { onServiceReport } from './service-reports.ts';
import { entering, type SessionRules, type SessionState, stretchAt, testAt } from './state.ts';

export function transition(rules: SessionRules, state: SessionState, input: Input): Step {
  let step = react(rules, state, input);
  for (;;) {
    const next = advance(rules, step.state, input);
    if (next === null) return step;
    step = join(step, next);
  }
}

function react(rules: SessionRules, state: SessionState, input: Input): Step {
  switch (input.type) {
    case 'begin':
    case 'tick':
      return unchanged(state);
    case 'continue':
      return unchanged(state.phase === 'yielding' ? { ...state, phase: 'ready' } : state);
    case 'service.reported':
      return onServiceReport(rules, state, input.report);
    case 'warmup.done':
      return onWarmedUp(rules, state, input);
    case 'memory.settled':
      return state.phase === 'settling' ? closed(rules, state, input.elapsedMs, input) : unchanged(state);
    case 'memory.regained':
      return state.phase === 'regaining' ? startAgain(rules, state) : unchanged(state);
    case 'trial.done':
      return onTrialDone(rules, state, input);
    case 'problem.noticed':
      return noticed(state, 'warning', input.message);
    case 'resumed':
      return onResumed(rules, state);
    case 'stop.asked':
      return onStopAsked(state, input);
    default:
      return input satisfies never;
  }
}

function unchanged(state: SessionState): Step {
  return { state, events: [], effects: [] };
}

type InputOf<T extends Input['type']> = Extract<Input, { type: T }>;

/** A failed warm-up is said and does not stop the tests: they will show what is wrong, each in its own words. */
function onWarmedUp({ schedule }: SessionRules, state: SessionState, input: InputOf<'warmup.done'>): Step {
  const stretch = stretchAt(schedule, state);
  const { domain, loadout } = stretch;
  const durationMs = input.elapsedMs - state.times.since;
  return {
    state: { ...state, phase: 'ready', times: entering('execution', state.times, input.elapsedMs) },
    events: [{ type: 'warmup.finished', domain, loadout: loadout?.label ?? '', durationMs, error: input.error }],
    effects: state.lost.size > 0 ? [] : loaded(stretch),
  };
}

/** An attempt that was broken off because the run stops is not a result: its test stays pending. */
function onTrialDone(rules: SessionRules, state: SessionState, { result, hangs }: InputOf<'trial.done'>): Step {
  if (result === null) return unchanged({ ...state, phase: 'ready' });
  const next = afterTrial(rules, loseHanging(rules, state, hangs), result);
  const again = next.attempt > state.attempt ? { again: true as const } : {};
  return heedFailures(rules, { state: next, events: [{ type: 'trial.finished', result, ...again }], effects: [] });
}

/** Time went by in which nothing was measured: the attempt under way would count it as the model's. */
function onResumed({ schedule }: SessionRules, state: SessionState): Step {
  const said = 'The run was suspended and goes on';
  if (state.phase !== 'trial' || state.stopping !== null) return noticed(state, 'info', said);
  const again = `; ${testAt(schedule, state).testId}, which was under way, begins anew`;
  return { ...noticed(state, 'info', said + again), effects: [{ type: 'repeat-trial' }] };
}

function noticed(state: SessionState, level: NoticeLevel, message: string): Step {
  return { state, events: [{ type: 'notice.raised', level, message }], effects: [] };
}

function onStopAsked(state: SessionState, { reason }: InputOf<'stop.asked'>): Step {
  if (state.stopping !== null || state.phase === 'finished') return unchanged(state);
  return {
    state: { ...state, stopping: reason },
    events: [{ type: 'run.stopping', reason }],
    effects: hastening(state),
  };
}

/** What the session waits for is not worth waiting for any more. */
function hastening({ phase }: SessionState): readonly Effect[] {
  if (phase === 'trial' || phase === 'warming') return [{ type: 'abort-trial', reason: 'the run was stopped' }];
  return phase === 'settling' || phase === 'regaining' ? [{ type: 'abort-settling' }] : [];
}
