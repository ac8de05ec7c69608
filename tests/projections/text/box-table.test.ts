import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { boxTable } from '../../../src/projections/text/box-table.ts';

const columns = [
  { title: 'Group', align: 'left', least: 6 },
  { title: 'Total', align: 'center' },
  { title: 'Pass', align: 'right' },
] as const;
const rows = [
  ['text-processing', '3', '3', '✅'],
  ['voice-processing, 日本語', '12', '1', '⏳'],
];

it('has a line around it, below its head and above its sum, and signs behind it', () => {
  expect(boxTable({ columns, rows, footer: ['TOTAL', '15', '4'], width: 80 })).toEqual([
    '═════════════════════════════════════════',
    'Group                    │ Total │ Pass │',
    '─────────────────────────┼───────┼──────┤',
    'text-processing          │   3   │    3 │ ✅',
    'voice-processing, 日本語 │  12   │    1 │ ⏳',
    '─────────────────────────┼───────┼──────┤',
    'TOTAL                    │  15   │    4 │',
    '═════════════════════════════════════════',
  ]);
});

it('fits a width by cutting what may be cut, by what is seen', () => {
  const lines = boxTable({ columns, rows, width: 30 });
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(30);
  expect(lines[3]).toBe('text-proc… │   3   │    3 │ ✅');
  expect(boxTable({ columns, rows: [['日本語日本語', '1', '1']], width: 25 })[3]).toBe('日本語…  │   1   │    1 │');
});

it('is as wide as it must be where nothing more may be cut', () => {
  const lines = boxTable({ columns, rows, width: 1 });
  expect(lines[3]).toBe('text-… │   3   │    3 │ ✅');
});
