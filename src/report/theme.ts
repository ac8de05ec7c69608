// How cells look: calm colours, one type family, the same everywhere. Styles are shared objects, which the writer counts
// once however many cells wear them.
import type { Borders, ColorScaleRuleType, Fill, Style } from 'exceljs';
import type { Status } from '../domain/results.ts';
import type { CellStyle, Shade } from './sheets.ts';

const ink = 'FF20262D';
const quiet = 'FF6B7580';
const line = 'FFD5DAE0';
const accent = 'FF2F5D8A';
const headerFill = 'FF33475B';

const statusColours: Readonly<Record<Status, { readonly text: string; readonly fill: string }>> = {
  passed: { text: 'FF1E6B3A', fill: 'FFE3F3E7' },
  failed: { text: 'FFA32A1E', fill: 'FFFBE3E0' },
  timeout: { text: 'FF8A4F08', fill: 'FFFCEBD6' },
  error: { text: 'FF7A2464', fill: 'FFF6E2F1' },
  skipped: { text: 'FF57626E', fill: 'FFECEFF2' },
  pending: { text: 'FF4A6078', fill: 'FFE6EDF5' },
};

const font = { name: 'Calibri', size: 10, color: { argb: ink } } as const;
const top = { vertical: 'top' } as const;
const hair: Partial<Borders> = { bottom: { style: 'hair', color: { argb: line } } };

function solid(argb: string): Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb } };
}

function number(numFmt: string): Partial<Style> {
  return { font, numFmt, border: hair, alignment: { ...top, horizontal: 'right', indent: 1 } };
}

function statusStyle(status: Status): Partial<Style> {
  const { text, fill } = statusColours[status];
  return {
    font: { ...font, bold: true, color: { argb: text } },
    fill: solid(fill),
    border: hair,
    alignment: { ...top, horizontal: 'center' },
  };
}

function headerStyle(horizontal: 'left' | 'center' | 'right'): Partial<Style> {
  return {
    font: { ...font, bold: true, color: { argb: 'FFFFFFFF' } },
    fill: solid(headerFill),
    alignment: { vertical: 'middle', horizontal, wrapText: true, ...(horizontal === 'right' && { indent: 1 }) },
  };
}

function countStyle(colour: string, numFmt = '#,##0'): Partial<Style> {
  return {
    font: { ...font, size: 18, bold: true, color: { argb: colour } },
    numFmt,
    alignment: { horizontal: 'center', vertical: 'middle' },
    border: { bottom: { style: 'medium', color: { argb: line } } },
  };
}

function verdictStyle(status: Status): Partial<Style> {
  const { text, fill } = statusColours[status];
  return {
    font: { ...font, size: 14, bold: true, color: { argb: text } },
    fill: solid(fill),
    alignment: { vertical: 'middle', horizontal: 'left', indent: 1 },
  };
}

export const styles: Readonly<Record<CellStyle, Partial<Style>>> = {
  // Wrapped in a row of fixed height: a long text stays in its cell instead of running over its empty neighbours.
  text: { font, border: hair, alignment: { ...top, wrapText: true } },
  centred: { font, border: hair, alignment: { ...top, horizontal: 'center' } },
  wrapped: { font, border: hair, alignment: { ...top, horizontal: 'left', wrapText: true } },
  code: { font: { ...font, name: 'Consolas', size: 9 }, alignment: top },
  integer: number('#,##0'),
  decimal: number('#,##0.0'),
  general: number('General'),
  lineNumber: {
    font: { ...font, size: 9, color: { argb: quiet } },
    alignment: { ...top, horizontal: 'right', indent: 1 },
  },
  seconds: number('#,##0.00'),
  percent: number('0.0%'),
  time: { font, numFmt: 'yyyy-mm-dd hh:mm:ss', border: hair, alignment: { ...top, horizontal: 'left' } },
  link: { font: { ...font, color: { argb: accent } }, border: hair, alignment: { ...top, wrapText: true } },
  header: headerStyle('left'),
  'header-centred': headerStyle('center'),
  'header-right': headerStyle('right'),
  title: { font: { ...font, size: 20, bold: true }, alignment: { vertical: 'middle' } },
  subtitle: { font: { ...font, size: 11, color: { argb: quiet } } },
  section: {
    font: { ...font, size: 12, bold: true, color: { argb: accent } },
    border: { bottom: { style: 'thin', color: { argb: accent } } },
  },
  label: { font: { ...font, color: { argb: quiet } }, border: hair, alignment: { ...top, wrapText: true } },
  note: { font: { ...font, italic: true, color: { argb: quiet } }, alignment: top },
  warning: {
    font,
    fill: solid('FFFFF6DC'),
    border: { left: { style: 'thick', color: { argb: 'FFE0A526' } } },
    alignment: { ...top, horizontal: 'left', wrapText: true, indent: 1 },
  },
  countLabel: { font: { ...font, color: { argb: quiet } }, alignment: { horizontal: 'center' } },
  count: countStyle(ink),
  rate: countStyle(ink, '0.0%'),
  flaky: {
    font: { ...font, bold: true, color: { argb: 'FF7A5C00' } },
    fill: solid('FFFFF3C9'),
    border: hair,
    alignment: { ...top, horizontal: 'center' },
  },
  passed: statusStyle('passed'),
  failed: statusStyle('failed'),
  timeout: statusStyle('timeout'),
  error: statusStyle('error'),
  skipped: statusStyle('skipped'),
  pending: statusStyle('pending'),
  'count-passed': countStyle(statusColours.passed.text),
  'count-failed': countStyle(statusColours.failed.text),
  'count-timeout': countStyle(statusColours.timeout.text),
  'count-error': countStyle(statusColours.error.text),
  'count-skipped': countStyle(statusColours.skipped.text),
  'count-pending': countStyle(statusColours.pending.text),
  'verdict-passed': verdictStyle('passed'),
  'verdict-failed': verdictStyle('failed'),
  'verdict-timeout': verdictStyle('timeout'),
  'verdict-error': verdictStyle('error'),
  'verdict-skipped': verdictStyle('skipped'),
  'verdict-pending': verdictStyle('pending'),
};

const worst = { argb: 'FFF6CFA6' } as const;
const long = { argb: 'FFBFD4E8' } as const;
const fine = { argb: 'FFFFFFFF' } as const;

const shades = { longer: [fine, long], 'worse-when-higher': [fine, worst], 'worse-when-lower': [worst, fine] } as const;

/** Colour scales, as data bars of exceljs carry an empty identity that the format forbids. */
export function shadeRule(shade: Shade, priority: number): ColorScaleRuleType {
  return { type: 'colorScale', priority, cfvo: [{ type: 'min' }, { type: 'max' }], color: [...shades[shade]] };
}
