import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../src/tui/components/Bar.tsx';
import { type Content, type Layout, layoutFor } from '../../src/tui/layout.ts';

const usual: Content = { domains: 2, services: 1, meters: 2, stages: 0 };

function linesOf({ bare, header, domains, status, waterfall, recent, log }: Layout): number {
  const sections = [header, status, waterfall, recent, log].reduce(
    (sum, lines) => (lines === 0 ? sum : sum + lines + 1),
    0,
  );
  return bare ? 2 + log : 2 + 2 + domains + sections;
}

describe('the layout', () => {
  it('fills the rows but the last one, whatever the terminal and the run', () => {
    const content = fc.record({ domains: fc.nat(30), services: fc.nat(9), meters: fc.nat(12), stages: fc.nat(9) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 4, max: 120 }),
        content,
        (columns, rows, what) => {
          const layout = layoutFor({ columns, rows }, what);
          expect(layout.height).toBe(rows - 1);
          expect(linesOf(layout)).toBe(layout.height);
        },
      ),
    );
  });

  it('gives way by priority: results, then services, then the header, never the progress', () => {
    const shown = [40, 24, 12, 10].map((rows) => {
      const { header, domains, status, recent } = layoutFor({ columns: 80, rows }, usual);
      return { header: header > 0, domains: domains > 0, status: status > 0, recent: recent > 0 };
    });
    expect(shown).toEqual([
      { header: true, domains: true, status: true, recent: true },
      { header: true, domains: true, status: true, recent: false },
      { header: true, domains: true, status: false, recent: false },
      { header: false, domains: true, status: false, recent: false },
    ]);
  });
});

describe('a bar', () => {
  it('never exceeds its width, shows every part, and is full only when everything is done', () => {
    const cells = (...shares: number[]) =>
      cellsOf(
        shares.map((share) => ({ share, tone: 'good' }) as const),
        10,
      );
    expect(cells(0.5, 0.001, 0)).toEqual([5, 1, 0]);
    expect(cells(0.999)).toEqual([9]);
    expect(cells(1)).toEqual([10]);
    expect(cells(0.96, 0.04)).toEqual([10, 0]);
  });
});
