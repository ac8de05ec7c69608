// Which moments of a long download are worth a line: each status once, every 5 %, and after 10 s without any. Servers tell of
// every packet, and of several layers in turn.
import type { PullProgress } from '../domain/events.ts';
import { cut, oneLine } from '../domain/text.ts';

export interface PullMoment {
  readonly model: string;
  readonly status: string;
  readonly progress: PullProgress | null;
}

const stepPercent = 5;
const longestSilenceMs = 10_000;
/** A server that makes up a new status for every packet is not listened to any longer. */
const mostStatuses = 200;
const longestStatus = 200;

/** `clock` gives milliseconds; call the result for everything that a server tells. */
export function pullReports(report: (moment: PullMoment) => void, clock: () => number): (moment: PullMoment) => void {
  const said = new Set<string>();
  let lastStep = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  return ({ model, status: told, progress }) => {
    const status = cut(oneLine(told), longestStatus);
    const step = stepOf(progress);
    const isNew = !said.has(status) && said.size < mostStatuses;
    if (!isNew && step <= lastStep && clock() - lastAt < longestSilenceMs) return;
    if (isNew) said.add(status);
    lastStep = Math.max(lastStep, step);
    lastAt = clock();
    report({ model, status, progress });
  };
}

/** Layers become known one after the other, so that the share can also shrink. */
function stepOf(progress: PullProgress | null): number {
  if (progress === null || progress.totalBytes <= 0) return 0;
  return Math.floor((progress.completedBytes / progress.totalBytes) * (100 / stepPercent));
}
