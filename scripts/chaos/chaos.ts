// `npm run chaos [-- --rounds N --seed S --jobs J]`: kills real runs at random moments in random ways, and counts what was lost and
// what was left; then each run goes on, and must come to what it would have come to undisturbed. Exits with 1 where any count is not
// zero. The same seed gives the same ways, moments and reporters.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { seededRandom } from '../../src/builtin/random.ts';
import { printTable } from '../bench/table.ts';
import { type Findings, findingNames, type RoundReport, runRound } from './round.ts';
import { diskCanBeFilled } from './small-disk.ts';
import { type Way, ways } from './ways.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    seed: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const count = z.coerce.number().int().positive();
const rounds = count.parse(values.rounds);
const seed = values.seed === undefined ? randomInt(1_000_000) : z.coerce.number().int().parse(values.seed);
const jobs = count.parse(values.jobs);
const usable = ways.filter((way) => way.name !== 'disk full' || diskCanBeFilled());
const chosen = values.only === undefined ? usable : usable.filter(({ name }) => name === values.only);
if (chosen.length === 0) {
  console.error(`no way "${values.only}"; there are: ${usable.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
console.log(`chaos: ${rounds} rounds, seed ${seed}`);
if (usable.length < ways.length) console.log('disk full is left out: nothing may be mounted here');

const reports: RoundReport[] = [];
const numbers = Array.from({ length: rounds }, (_, index) => index + 1).values();
await Promise.all(
  Array.from({ length: jobs }, async () => {
    for (const number of numbers) await oneRound(number);
  }),
);
summarise();

async function oneRound(number: number): Promise<void> {
  const random = seededRandom(seed, `round ${number}`);
  // Each way in turn, so that few rounds try all of them.
  const way = chosen[(number - 1) % chosen.length];
  if (way === undefined) throw new Error('there are no ways');
  const report = await runRound(way, random);
  reports.push(report);
  const bad = findingNames.filter((name) => report.findings[name].length > 0);
  const verdict =
    bad.length === 0 ? 'ok' : bad.map((name) => `${name}: ${report.findings[name].join('; ')}`).join(' | ');
  console.log(`${String(number).padStart(4)}  ${report.what.padEnd(66)} ${verdict}`);
}

function summarise(): void {
  const total = (name: keyof Findings, of: readonly RoundReport[]): number =>
    of.reduce((sum, { findings }) => sum + findings[name].length, 0);
  const row = (label: string, of: readonly RoundReport[]): string[] => [
    label,
    String(of.length),
    String(of.reduce((sum, { announced }) => sum + announced, 0)),
    ...findingNames.map((name) => String(total(name, of))),
  ];
  const byWay = (way: Way): readonly RoundReport[] => reports.filter((report) => report.way === way.name);
  printTable(
    `chaos, seed ${seed}`,
    ['way', 'rounds', 'announced', ...findingNames],
    [...chosen.map((way) => row(way.name, byWay(way))), row('all', reports)],
  );
  const failed = findingNames.some((name) => total(name, reports) > 0);
  console.log(failed ? 'chaos: something was lost or left' : 'chaos: nothing was lost, nothing was left');
  process.exitCode = failed ? 1 : 0;
}
