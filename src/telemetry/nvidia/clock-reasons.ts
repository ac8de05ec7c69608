// The bits of `clocks_event_reasons.active`, as NVML defines them. Idle, application clocks, sync boost and display are no
// throttling.
const causes = [
  { bit: 0x4n, cause: 'power-cap' },
  { bit: 0x8n, cause: 'hardware-slowdown' },
  { bit: 0x20n, cause: 'thermal' },
  { bit: 0x40n, cause: 'thermal' },
  { bit: 0x80n, cause: 'power-brake' },
] as const;

/** Null where the card does not tell. */
export function reasonsToCauses(text: string | undefined): readonly string[] | null {
  if (text === undefined || !/^0x[0-9a-f]{1,16}$/i.test(text)) return null;
  const bits = BigInt(text);
  return [...new Set(causes.filter(({ bit }) => (bits & bit) !== 0n).map(({ cause }) => cause))];
}
