import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeHeader, encodeHeader, sayableSpeed } from '../../../src/builtin/modem/header.ts';

const length = fc.integer({ min: 1, max: 255 });
const speed = fc.double({ min: 0.25, max: 4, noNaN: true });

it('says length and speed, the speed to half a per cent', () => {
  fc.assert(
    fc.property(length, speed, (bytes, wanted) => {
      const header = decodeHeader(encodeHeader({ length: bytes, speed: wanted }));
      expect(header).toEqual({ length: bytes, speed: sayableSpeed(wanted) });
      expect(Math.abs(sayableSpeed(wanted) / wanted - 1)).toBeLessThan(0.0056);
    }),
  );
});

it('says whole speeds exactly', () => {
  expect([0.25, 0.5, 1, 2, 4].map(sayableSpeed)).toEqual([0.25, 0.5, 1, 2, 4]);
});

it('is refused where any one byte is wrong', () => {
  fc.assert(
    fc.property(length, speed, fc.nat(3), fc.integer({ min: 1, max: 255 }), (bytes, wanted, place, change) => {
      const damaged = encodeHeader({ length: bytes, speed: wanted }).map((byte, at) =>
        at === place ? byte ^ change : byte,
      );
      expect(decodeHeader(damaged)).toBeNull();
    }),
  );
});

it('is refused where nothing would follow, or faster than anybody speaks', () => {
  expect(decodeHeader(encodeHeader({ length: 0, speed: 1 }))).toBeNull();
  expect(decodeHeader(encodeHeader({ length: 1, speed: 4.1 }))).toBeNull();
});
