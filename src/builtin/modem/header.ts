// What stands before each phrase: how many bytes it has and how fast they come, with a checksum over both. Sent twice.
import { speedRange } from './score.ts';

export interface Header {
  readonly length: number;
  readonly speed: number;
}

export const headerBytes = 4;
export const headerCopies = 2;

/** Speeds go in equal ratios, sixty-three to a doubling: 1.1 % apart. */
const stepsPerDoubling = 63;

/** The nearest speed that a header can say. */
export function sayableSpeed(speed: number): number {
  return speedOf(speedCode(speed));
}

export function encodeHeader({ length, speed }: Header): readonly number[] {
  const told = [length, speedCode(speed)];
  const checksum = crc16(told);
  return [...told, checksum >> 8, checksum & 255];
}

/** Null where the checksum does not fit, or nothing could follow. */
export function decodeHeader(bytes: readonly number[]): Header | null {
  const [length = 0, code = 0, high = 0, low = 0] = bytes;
  if (crc16([length, code]) !== high * 256 + low) return null;
  const speed = speedOf(code);
  return length === 0 || speed > speedRange.max ? null : { length, speed };
}

const speedCode = (speed: number): number => Math.round(Math.log2(speed / speedRange.min) * stepsPerDoubling);
const speedOf = (code: number): number => speedRange.min * 2 ** (code / stepsPerDoubling);

/** CRC-16/CCITT-FALSE. */
function crc16(bytes: readonly number[]): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}
