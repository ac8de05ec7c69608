// What a recording is, told from its first bytes: a file name can be wrong, and servers believe what they are told.

export type MediaType = 'wav' | 'mpeg' | 'aac' | 'ogg' | 'flac' | 'webm' | 'mp4';

/** Null for anything else, raw samples among it. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | null {
  const [first = 0, second = 0] = bytes;
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  if (/^(RIFF|RF64|BW64)/.test(text) && text.endsWith('WAVE')) return 'wav';
  if (text.startsWith('ID3')) return 'mpeg';
  if (text.startsWith('OggS')) return 'ogg';
  if (text.startsWith('fLaC')) return 'flac';
  if (text.startsWith('\x1aE\xdf\xa3')) return 'webm';
  if (text.slice(4, 8) === 'ftyp') return 'mp4';
  if (first === 0xff && (second & 0xf6) === 0xf0) return 'aac';
  return first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0 ? 'mpeg' : null;
}
