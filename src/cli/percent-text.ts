// A share as people read it.

/** `33%`; a dash where there is nothing to have a share of. */
export function percentText(percent: number | null): string {
  return percent === null ? '-' : `${Math.round(percent)}%`;
}
