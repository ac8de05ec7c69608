// What is said of sound that cannot be read.

export const notWav = (file: Uint8Array): string =>
  `the file is not a WAV file: it ${file.length === 0 ? 'is empty' : `begins with "${printable(file.subarray(0, 12))}"`}; ` +
  'send WAV with PCM or 32-bit float samples';

const printable = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');

export const noFormat = 'the WAV file has no "fmt " chunk before its data';

export const noData = 'the WAV file has no "data" chunk';

export const unknownCoding = (format: number, bits: number): string =>
  `the WAV file has samples of format ${format} with ${bits} bits; there is PCM (format 1) with 8, 16, 24 or 32 bits ` +
  'and float (format 3) with 32 bits';

export const badShape = (channels: number, sampleRate: number): string =>
  `the WAV file says ${channels} channels at ${sampleRate} Hz; there must be 1 to 64 channels at 8000 to 384000 Hz`;

export const tooLong = (seconds: number, mostSeconds: number): string =>
  `the audio lasts ${Math.round(seconds)} s, more than ${mostSeconds} s`;
