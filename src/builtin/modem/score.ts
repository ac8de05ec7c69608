// What both ends of the modem agree on. Time goes in beats; in a beat sound one note (in the opening) or a chord of four.
// Sixteen notes lie a beat's frequency (1/beat) apart, so that they do not disturb one another; string s has notes 4s … 4s+3.

/** At speed 1; opening and header always have this beat, so that they can be found before the speed is known. */
export const plainBeatSeconds = 0.01;

export const strings = 4;
export const notesPerString = 4;
export const notes = strings * notesPerString;

/** Hz of the lowest note. */
export const voices = { low: 400, mid: 800, high: 1400 } as const;
export type Voice = keyof typeof voices;
export const voiceNames = ['low', 'mid', 'high'] as const satisfies readonly Voice[];

/**
 * Single notes that open each phrase: a Costas array (all differences at the same distance differ), so that neither
 * another voice nor a moment too early looks like it.
 */
export const opening: readonly number[] = [0, 7, 1, 15, 8, 14, 4, 6];

/** Slowest and fastest that is spoken; a beat lasts `plainBeatSeconds / speed`. */
export const speedRange = { min: 0.25, max: 4 } as const;

export function pitchHz(lowestHz: number, note: number, beatSeconds: number): number {
  return lowestHz + note / beatSeconds;
}
