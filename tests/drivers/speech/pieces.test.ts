import { describe, expect, it } from 'vitest';
import { piecesOf, playbackOf } from '../../../src/drivers/speech/pieces.ts';

/** 1000 bytes are one second. */
const format = { encoding: 'unsigned', bits: 8, rate: 1000, channels: 1 } as const;

describe('pieces of sound', () => {
  it('are the packets without what is header', () => {
    const packets = [
      { at: 1, end: 20 },
      { at: 2, end: 44 },
      { at: 3, end: 1044 },
      { at: 4, end: 1064 },
      { at: 5, end: 2088 },
    ];
    const spans = [
      { start: 44, end: 1044 },
      { start: 1088, end: 2088 },
    ];
    expect(piecesOf(packets, spans, format)).toEqual([
      { at: 3, seconds: 1 },
      { at: 5, seconds: 1 },
    ]);
  });

  it('begin in the packet in which the header ends', () => {
    expect(piecesOf([{ at: 1, end: 45 }], [{ start: 44, end: 100 }], format)).toEqual([{ at: 1, seconds: 0.001 }]);
  });

  it('are as many as the packets that sound is spread over', () => {
    const packets = [
      { at: 1, end: 100 },
      { at: 2, end: 350 },
      { at: 3, end: 1000 },
    ];
    expect(piecesOf(packets, [{ start: 50, end: 1000 }], format)).toEqual([
      { at: 1, seconds: 0.05 },
      { at: 2, seconds: 0.25 },
      { at: 3, seconds: 0.65 },
    ]);
  });

  it('are one where several spans came at once', () => {
    const spans = [
      { start: 0, end: 100 },
      { start: 100, end: 200 },
    ];
    expect(piecesOf([{ at: 1, end: 200 }], spans, format)).toEqual([{ at: 1, seconds: 0.2 }]);
  });
});

describe('a playback that begins with the first sound', () => {
  it('runs dry as often as a piece comes later than the sound before it lasts', () => {
    const pieces = [
      { at: 100, seconds: 0.5 },
      { at: 599, seconds: 0.1 },
      { at: 701, seconds: 0.1 },
      { at: 750, seconds: 1 },
      { at: 1802, seconds: 1 },
    ];
    expect(playbackOf(pieces)).toEqual({ longestStallMs: 1052, underruns: 2 });
  });

  it('runs dry once where it waits once, however many pieces follow at its pace', () => {
    const late = Array.from({ length: 20 }, (_, index) => ({ at: 3000 + index * 100, seconds: 0.1 }));
    expect(playbackOf([{ at: 0, seconds: 1 }, ...late])).toEqual({ longestStallMs: 3000, underruns: 1 });
  });

  it('has neither stalls nor underruns to speak of where everything came at once', () => {
    expect(playbackOf([{ at: 1, seconds: 2 }])).toBeNull();
    expect(playbackOf([])).toBeNull();
  });
});
