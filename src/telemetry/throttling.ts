// Why a GPU runs slower than it could, as words for people and as bits for long records.

export const throttleCauses = ['thermal', 'power-cap', 'hardware-slowdown', 'power-brake'] as const;

/** Words that are none of the causes are left out. */
export function causesToBits(causes: readonly string[]): number {
  return throttleCauses.reduce((bits, cause, place) => bits | (causes.includes(cause) ? 1 << place : 0), 0);
}

export function bitsToCauses(bits: number): readonly string[] {
  return throttleCauses.filter((_, place) => (bits & (1 << place)) !== 0);
}
