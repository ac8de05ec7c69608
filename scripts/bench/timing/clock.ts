// The machine's monotonic clock. On Linux all processes read the same one (`performance.now()` counts from the start of each).

export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** To be added to a `performance.now()` of this thread. */
export function offsetOfPerformance(): number {
  return monotonicMs() - performance.now();
}
