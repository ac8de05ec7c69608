// Where the samples of a WAV are, whatever its header claims: streamed headers hold 0, 0xFFFFFFFF or any other placeholder,
// and some servers put several whole files one behind the other.
import { type SampleFormat, sameFormat, secondsOf } from './sample-format.ts';

export type Wav =
  | { readonly kind: 'sound'; readonly format: SampleFormat; readonly spans: readonly Span[]; readonly seconds: number }
  | { readonly kind: 'unusable'; readonly problem: WavProblem }
  /** Does not even begin like one. */
  | { readonly kind: 'other' };

/** Bytes from `start` up to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type WavProblem =
  | { readonly kind: 'no-format' }
  | { readonly kind: 'encoding'; readonly code: number; readonly bits: number }
  | { readonly kind: 'format-changes'; readonly from: SampleFormat; readonly to: SampleFormat };

const headerBytes = 12;
const chunkHeaderBytes = 8;
/** More come from nobody who writes sound. */
const mostChunks = 100_000;

/** Sound of no length has no spans. */
export function readWav(bytes: Uint8Array): Wav {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!/^(RIFF|RF64|BW64)/.test(file.toString('latin1', 0, 4))) return { kind: 'other' };
  if (file.length >= headerBytes && !beginsAt(file, 0)) return { kind: 'other' };
  let format: SampleFormat | null = null;
  const spans: Span[] = [];
  for (const chunk of chunksOf(file)) {
    if (chunk.id === 'fmt ') {
      const next = formatOf(file.subarray(chunk.start, chunk.end));
      if ('kind' in next) return { kind: 'unusable', problem: next };
      if (format !== null && !sameFormat(format, next)) {
        return { kind: 'unusable', problem: { kind: 'format-changes', from: format, to: next } };
      }
      format = next;
    } else if (chunk.id === 'data' && chunk.end > chunk.start) {
      spans.push({ start: chunk.start, end: chunk.end });
    }
  }
  if (format === null) return { kind: 'unusable', problem: { kind: 'no-format' } };
  return { kind: 'sound', format, spans, seconds: secondsOf(lengthOf(spans), format) };
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}

interface Chunk extends Span {
  readonly id: string;
}

/** Up to what is no chunk: from there on nothing can be told apart. */
function* chunksOf(file: Buffer): Generator<Chunk> {
  let at = headerBytes;
  for (let count = 0; count < mostChunks && at + chunkHeaderBytes <= file.length; count += 1) {
    if (beginsAt(file, at)) {
      at += headerBytes;
      continue;
    }
    const id = file.toString('latin1', at, at + 4);
    if (!/^[ -~]{4}$/.test(id)) return;
    const start = at + chunkHeaderBytes;
    const end = endOf(file, id, start, file.readUInt32LE(at + 4));
    yield { id, start, end };
    // Odd chunks are padded with a zero; some writers forget it.
    at = end + ((end - start) % 2 === 1 && file[end] === 0 ? 1 : 0);
  }
}

/** What a chunk claims counts where it can be true; sound of no known length ends with the file. Within sound another file may begin. */
function endOf(file: Buffer, id: string, start: number, declared: number): number {
  if (id !== 'data') return Math.min(file.length, start + declared);
  if (declared === 0 && isEmptyWithNotes(file, start)) return start;
  const end = declared === 0 || start + declared > file.length ? file.length : start + declared;
  const sound = file.subarray(start, end);
  for (let at = sound.indexOf('RIFF'); at >= 0; at = sound.indexOf('RIFF', at + 4)) {
    if (beginsAt(sound, at)) return start + at;
  }
  return end;
}

/** No sound, but notes about it: what follows is a list that ends exactly where the file does. */
function isEmptyWithNotes(file: Buffer, at: number): boolean {
  if (file.length < at + chunkHeaderBytes || !/^(LIST|id3 )$/.test(file.toString('latin1', at, at + 4))) return false;
  const end = at + chunkHeaderBytes + file.readUInt32LE(at + 4);
  return end === file.length || end + 1 === file.length;
}

function beginsAt(file: Buffer, at: number): boolean {
  return (
    /^(RIFF|RF64|BW64)$/.test(file.toString('latin1', at, at + 4)) &&
    file.toString('latin1', at + 8, at + headerBytes) === 'WAVE'
  );
}

const pcm = 1;
const float = 3;
const extensible = 0xfffe;
const plainFormatBytes = 16;
const extensibleFormatBytes = 40;

function formatOf(chunk: Buffer): SampleFormat | WavProblem {
  if (chunk.length < plainFormatBytes) return { kind: 'no-format' };
  const tag = chunk.readUInt16LE(0);
  const code = tag === extensible && chunk.length >= extensibleFormatBytes ? chunk.readUInt16LE(24) : tag;
  const channels = chunk.readUInt16LE(2);
  const rate = chunk.readUInt32LE(4);
  const declaredBits = chunk.readUInt16LE(14);
  if (channels === 0 || rate === 0) return { kind: 'no-format' };
  const bits = Math.ceil(declaredBits / 8) * 8;
  if (code === pcm && bits === 8) return { encoding: 'unsigned', bits, rate, channels };
  if (code === pcm && [16, 24, 32].includes(bits)) return { encoding: 'signed', bits, rate, channels };
  if (code === float && [32, 64].includes(bits)) return { encoding: 'float', bits, rate, channels };
  return { kind: 'encoding', code, bits: declaredBits };
}
