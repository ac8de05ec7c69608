// What comes next without any news from outside: opens and closes stretches, starts tests, skips those that cannot run.
import { afterClosing, close } from './closing.ts';
import { blockedBy } from './dependencies.ts';
import type { Input, Step } from './inputs.ts';
import { heedFailures } from './max-failures.ts';
import { afterStarting, openStretch } from './opening.ts';
import { afterClearing, restart } from './restarts.ts';
import { unexecutedResult } from './results.ts';
import { afterTrial } from './retries.ts';
import { type Obstacle, type SessionRules, type SessionState, stretchAt, testAt, testsOf } from './state.ts';

/** Null while the session waits for something. */
export function advance(rules: SessionRules, state: SessionState, input: Input): Step | null {
  switch (state.phase) {
    case 'between':
      return isRunOver(rules, state) ? conclude(state) : openStretch(rules, state, input);
    case 'starting':
      return afterStarting(rules, state, input);
    case 'ready':
      return nextTest(rules, state, input);
    case 'closing':
      return afterClosing(rules, state, input);
    case 'clearing':
      return afterClearing(rules, state, input);
    case 'warming':
    case 'trial':
    case 'yielding':
    case 'settling':
    case 'regaining':
    case 'finished':
      return null;
    default:
      return state.phase satisfies never;
  }
}

function isRunOver({ schedule }: SessionRules, state: SessionState): boolean {
  return state.stopping !== null || state.stretch >= schedule.stretches.length;
}

function conclude(state: SessionState): Step {
  return { state: { ...state, phase: 'finished' }, events: [], effects: [{ type: 'conclude' }] };
}

function nextTest(rules: SessionRules, state: SessionState, input: Input): Step {
  const stretch = stretchAt(rules.schedule, state);
  if (state.stopping !== null || state.test >= testsOf(rules.schedule, state).length)
    return close(rules, state, input.elapsedMs);
  const { testId, scenario } = testAt(rules.schedule, state);
  const obstacle = obstacleTo(rules, state);
  if (obstacle !== null) {
    const result = unexecutedResult(rules.schedule, state, obstacle, input.at);
    const next = afterTrial(rules, state, result);
    return heedFailures(rules, {
      state: { ...next, phase: 'yielding' },
      events: [{ type: 'trial.finished', result }],
      effects: [{ type: 'continue' }],
    });
  }
  if (state.lost.size > 0) return restart(rules, state, input);
  return {
    state: { ...state, phase: 'trial' },
    events: [
      {
        type: 'trial.started',
        testId,
        name: scenario.name,
        domain: stretch.domain,
        loadout: stretch.loadout?.label ?? null,
        repeat: state.repeat,
        repeats: scenario.repeats,
        attempt: state.attempt,
      },
    ],
    effects: [{ type: 'run-trial' }],
  };
}

function obstacleTo({ schedule }: SessionRules, state: SessionState): Obstacle | null {
  const { scenario, dependsOn } = testAt(schedule, state);
  if (scenario.skip !== null) return { status: 'skipped', reason: scenario.skip };
  if (state.obstacle !== null) return state.obstacle;
  for (const testId of dependsOn) {
    const status = state.statuses.get(testId);
    if (status !== 'passed') return { status: 'skipped', reason: blockedBy(testId, status) };
  }
  return null;
}
