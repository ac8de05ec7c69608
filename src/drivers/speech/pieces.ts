// When sound came, piece by piece, and how a playback that had begun with the first of it would have fared.
import type { Packet } from './body.ts';
import { type SampleFormat, secondsOf } from './sample-format.ts';
import type { Span } from './wav.ts';

export interface AudioPiece {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Of sound in this packet, headers aside. */
  readonly seconds: number;
}

/** The packets that hold samples; both lists are in order. */
export function piecesOf(
  packets: readonly Packet[],
  spans: readonly Span[],
  format: SampleFormat,
): readonly AudioPiece[] {
  const pieces: AudioPiece[] = [];
  let start = 0;
  let next = 0;
  for (const { at, end } of packets) {
    let sampleBytes = 0;
    for (let span = spans[next]; span !== undefined && span.start < end; span = spans[next]) {
      sampleBytes += Math.min(end, span.end) - Math.max(start, span.start);
      if (span.end > end) break;
      next += 1;
    }
    if (sampleBytes > 0) pieces.push({ at, seconds: secondsOf(sampleBytes, format) });
    start = end;
  }
  return pieces;
}

export interface Playback {
  /** Between two pieces. */
  readonly longestStallMs: number;
  /** Pieces that came when the sound before them was over; the playback then goes on with the late one. */
  readonly underruns: number;
}

/** Null where everything came at once, so that nothing could stall. */
export function playbackOf(pieces: readonly AudioPiece[]): Playback | null {
  const [first, ...others] = pieces;
  if (first === undefined || others.length === 0) return null;
  let longestStallMs = 0;
  let underruns = 0;
  let lastAt = first.at;
  let drySince = first.at + first.seconds * 1000;
  for (const { at, seconds } of others) {
    longestStallMs = Math.max(longestStallMs, at - lastAt);
    if (at > drySince) underruns += 1;
    lastAt = at;
    drySince = Math.max(at, drySince) + seconds * 1000;
  }
  return { longestStallMs, underruns };
}
