// What is said of steps that did not end by themselves. Each is the predicate of `step "…"`.
import type { StepInterruption } from './step-process.ts';

export function whyEnded(interruption: StepInterruption): string {
  switch (interruption.kind) {
    case 'timeout':
      return `did not end within ${Number((interruption.timeoutMs / 1000).toFixed(3))} s and was stopped`;
    case 'aborted':
      return `was stopped: ${interruption.reason}`;
    case 'flood':
      return 'printed more than 1 GiB and was stopped';
    default:
      return interruption satisfies never;
  }
}

export function couldNotStart(reason: string): string {
  return `could not be started: ${reason}`;
}
