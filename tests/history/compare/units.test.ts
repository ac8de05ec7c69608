import { mean, sampleVariance } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { unitsOf, varianceRatio } from '../../../src/history/compare/units.ts';

/** R's data set PlantGrowth (Dobson 1983): dried weights of plants in a control and two treatments. */
const plantGrowth = [
  [4.17, 5.58, 5.18, 6.11, 4.5, 4.61, 5.17, 4.53, 5.33, 5.14],
  [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
  [6.31, 5.12, 5.54, 5.5, 5.37, 5.29, 4.92, 6.15, 5.8, 5.26],
];

it("has the F of R's anova(lm(weight ~ group, PlantGrowth)): 4.846", () => {
  expect(varianceRatio(plantGrowth)).toBeCloseTo(4.846, 3);
});

describe('a unit', () => {
  const differences = (groups: readonly number[][]) =>
    groups.flatMap((group, test) => group.map((value) => ({ testId: `T-${test}`, value })));

  it('is a test, where there are enough of them', () => {
    const units = unitsOf(
      differences([
        [1, 3],
        [2, 4],
        [1, 2],
      ]),
      3,
    );
    expect(units).toMatchObject({ per: 'test', values: [2, 3, 1.5], tests: 3 });
  });

  it('is a repeat, where there are few tests that agree', () => {
    expect(
      unitsOf(
        differences([
          [1, 3],
          [2, 4],
        ]),
        6,
      ),
    ).toMatchObject({ per: 'repeat', values: [1, 3, 2, 4], tests: 2 });
  });

  it('is a repeat that spreads as far as the tests do, where there are few that disagree', () => {
    const { per, values } = unitsOf(differences(plantGrowth), 6);
    expect(per).toBe('repeat');
    expect(mean([...values])).toBeCloseTo(mean(plantGrowth.flat()), 12);
    // Around their tests' means, hence 27 degrees of freedom: as much as lies between the tests.
    const between = varianceRatio(plantGrowth) * (unitsOf(differences(plantGrowth), 6).variance ?? 0);
    expect(sampleVariance([...values])).toBeCloseTo((between * 27) / 29, 12);
  });

  it('is a test, where each always gives the same answer', () => {
    const same = [0.1, 0.2].map((value) => Array.from({ length: 3 }, () => value));
    expect(unitsOf(differences(same), 6).per).toBe('test');
  });

  it('is a repeat of the only test', () => {
    expect(unitsOf(differences([[1, 2, 3]]), 6)).toMatchObject({ per: 'repeat', values: [1, 2, 3], variance: 1 });
  });

  it('is a repeat, where all differ by the same amount', () => {
    expect(
      unitsOf(
        differences([
          [0.3, 0.3, 0.3],
          [0.3, 0.3, 0.3],
        ]),
        6,
      ).per,
    ).toBe('repeat');
  });
});
