// How often an interval for the mean of paired differences misses zero although nothing differs, by method: the figures of
// docs/decisions/0011-comparing-two-runs.md. `node scripts/false-positives.ts [draws]`; two minutes for 1,000.
import { mersenne } from 'pure-rand/generator/mersenne';
import { errorFunction, mean, sampleVariance, sum } from 'simple-statistics';
import { percentile } from '../src/domain/statistics.ts';
import { normalQuantile } from '../src/history/compare/sample-size.ts';
import { fewestUnits, type Interval, signBootstrap } from '../src/history/compare/sign-bootstrap.ts';
import { unitsOf } from '../src/history/compare/units.ts';
import { printTable } from './bench/table.ts';

const draws = Number(process.argv[2] ?? 1000);
const resamples = 2000;
const generator = mersenne(7);
const uniform = () => ((generator.next() >>> 0) + 0.5) / 2 ** 32;
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
/** Student's t with two degrees of freedom. */
const heavyTailed = () => {
  const u = uniform();
  return (2 * u - 1) / Math.sqrt(2 * u * (1 - u));
};
const rounded = () => Math.round(0.6 * normal());

const distributions = {
  normal: () => normal() - normal(),
  'log-normal': () => Math.exp(normal()) - Math.exp(normal()),
  'heavy-tailed': () => heavyTailed() - heavyTailed(),
  rounded: () => rounded() - rounded(),
};

interface Resampled {
  readonly means: Float64Array;
  /** Distances from the sample's mean, in standard errors. */
  readonly studentised: Float64Array;
}

type Method = (values: readonly number[], level: number, resampled: Resampled) => Interval | null;

const methods: Readonly<Record<string, Method>> = {
  percentile: (_, level, { means }) => between(means, level / 2, 1 - level / 2),
  BCa: (values, level, { means }) => {
    const below = means.filter((value) => value < mean([...values])).length / means.length;
    const bias = normalQuantile(Math.min(1 - 1 / resamples, Math.max(1 / resamples, below)));
    const deviations = values.map((value) => value - mean([...values]));
    const squares = sum(deviations.map((each) => each ** 2));
    const acceleration = squares === 0 ? 0 : sum(deviations.map((each) => each ** 3)) / (6 * squares ** 1.5);
    const adjusted = (probability: number) => {
      const z = bias + normalQuantile(probability);
      return normalShare(bias + z / (1 - acceleration * z));
    };
    return between(means, adjusted(level / 2), adjusted(1 - level / 2));
  },
  studentised: (values, level, { studentised }) => {
    const { low, high } = between(studentised, level / 2, 1 - level / 2);
    return {
      low: mean([...values]) - high * standardError(values),
      high: mean([...values]) - low * standardError(values),
    };
  },
  'studentised, symmetric': (values, level, { studentised }) => {
    const reach = percentile(studentised.map(Math.abs).sort(), 1 - level) * standardError(values);
    return { low: mean([...values]) - reach, high: mean([...values]) + reach };
  },
  'random signs': (values, level) => signBootstrap(values, 4096).interval(level),
};

function between(sorted: Float64Array, low: number, high: number): Interval {
  return { low: percentile(sorted, low), high: percentile(sorted, high) };
}

function normalShare(z: number): number {
  return (1 + errorFunction(z / Math.SQRT2)) / 2;
}

function standardError(values: readonly number[]): number {
  return Math.sqrt(sampleVariance([...values]) / values.length);
}

function resampled(values: readonly number[]): Resampled {
  const centre = mean([...values]);
  const means = new Float64Array(resamples);
  const studentised = new Float64Array(resamples);
  for (let index = 0; index < resamples; index += 1) {
    const sample = values.map(() => values[Math.floor(uniform() * values.length)] ?? 0);
    const own = sum(sample) / sample.length;
    const error = Math.sqrt(sum(sample.map((value) => (value - own) ** 2)) / (sample.length - 1) / sample.length);
    means[index] = own;
    studentised[index] = Math.abs(own - centre) < 1e-12 ? 0 : (own - centre) / error;
  }
  return { means: means.sort(), studentised: studentised.sort() };
}

function falsePositives(draw: () => number, count: number, level: number): string[] {
  const missed = new Map(Object.keys(methods).map((name) => [name, 0]));
  for (let drawn = 0; drawn < draws; drawn += 1) {
    const values = Array.from({ length: count }, draw);
    const again = resampled(values);
    for (const [name, method] of Object.entries(methods)) {
      const interval = method(values, level, again);
      const misses = interval !== null && (interval.low > 0 || interval.high < 0);
      missed.set(name, (missed.get(name) ?? 0) + (misses ? 1 : 0));
    }
  }
  return [...missed.values()].map(percent);
}

/** `alike` is the share of the variance that all repeats of a test have in common. */
function falsePositivesOfTests(tests: number, repeats: number, alike: number, level: number): string[] {
  let [asUnits, asRepeats] = [0, 0];
  for (let drawn = 0; drawn < draws; drawn += 1) {
    const differences = Array.from({ length: tests }, (_, test) => {
      const common = normal() * Math.sqrt(alike);
      const value = () => common + normal() * Math.sqrt(1 - alike);
      return Array.from({ length: repeats }, () => ({ testId: String(test), value: value() }));
    }).flat();
    if (signBootstrap(unitsOf(differences, fewestUnits(level)).values, 4096).p <= level) asUnits += 1;
    if (
      signBootstrap(
        differences.map(({ value }) => value),
        4096,
      ).p <= level
    )
      asRepeats += 1;
  }
  return [percent(asUnits), percent(asRepeats)];
}

function percent(count: number): string {
  return ((100 * count) / draws).toFixed(1);
}

for (const level of [0.05, 0.005]) {
  const rows = Object.entries(distributions).flatMap(([name, draw]) =>
    [3, 5, 10, 30].map((count) => [`${name}, ${count} pairs`, ...falsePositives(draw, count, level)]),
  );
  printTable(`False positives in % of ${draws}, at a level of ${100 * level} %`, ['', ...Object.keys(methods)], rows);
}
const shapes = [2, 3, 5, 12].flatMap((tests) => [0, 0.2, 0.5].map((alike) => [tests, alike] as const));
printTable(
  `The same with 10 repeats of each test, at 5 %`,
  ['', 'ours', 'each repeat a unit'],
  shapes.map(([tests, alike]) => [
    `${tests} tests, ${100 * alike} % of the variance in common`,
    ...falsePositivesOfTests(tests, 10, alike, 0.05),
  ]),
);
