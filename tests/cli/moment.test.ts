import { expect, it } from 'vitest';
import { parseAge, parseMoment } from '../../src/cli/moment.ts';

const now = Date.UTC(2026, 2, 10, 12);

it.each([
  ['12h', 12 * 3_600_000],
  ['14d', 14 * 86_400_000],
  ['2w', 14 * 86_400_000],
  ['0d', 0],
  ['14', null],
  ['-1d', null],
  ['1.5d', null],
  ['14 d', null],
  ['3m', null],
])('reads the age %j', (written, ms) => {
  expect(parseAge(written)).toBe(ms);
});

it.each([
  ['7d', '2026-03-03T12:00:00.000Z'],
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['2026-03-01T10:15', '2026-03-01T10:15:00.000Z'],
  ['2026-03-01T10:15:00+02:00', '2026-03-01T08:15:00.000Z'],
  ['2026-13-01', null],
  ['2026-02-31', null],
  ['2026-02-29T10:15', null],
  ['yesterday', null],
  ['2026', null],
])('reads the moment %j', (written, iso) => {
  expect(parseMoment(written, now)).toBe(iso);
});
