// The order of runs: the time in a folder's name as a number, so that an index can keep its rows in it. Pure.

const runName = /^RUN_(\d{8})_(\d{6})(?:_([2-9]|[1-9]\d))?$/;

/** Null for what is not called like a run. A second run in the same second has a number behind its time. */
export function runKeyOf(name: string): number | null {
  const [, day, time, number = '1'] = runName.exec(name) ?? [];
  if (day === undefined) return null;
  const key = Number(`${day}${time}${number.padStart(2, '0')}`);
  return Number.isSafeInteger(key) ? key : null;
}
