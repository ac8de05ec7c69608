// Times as the commands about runs take them: how long ago, or a date. Pure.

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `12h`, `14d`, `2w` → milliseconds; null for anything else. */
export function parseAge(written: string): number | null {
  const [, amount, unit = ''] = /^(\d{1,5})([hdw])$/.exec(written) ?? [];
  return amount === undefined ? null : Number(amount) * (unitMs[unit] ?? Number.NaN);
}

/** 2026-02-31 would be read as a day in March. */
function isDay(written: string): boolean {
  const time = Date.parse(`${written}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written);
}

/** `7d` before `nowMs`, or `2026-03-01` and `2026-03-01T10:15` in local time → ISO; null for anything else. */
export function parseMoment(written: string, nowMs: number): string | null {
  const age = parseAge(written);
  if (age !== null) return new Date(nowMs - age).toISOString();
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(written)) return null;
  if (!isDay(written.slice(0, 10))) return null;
  // A date alone would be read as one of UTC.
  const time = Date.parse(written.includes('T') ? written : `${written}T00:00`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
