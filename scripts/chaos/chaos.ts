// `npm run chaos`: kills real runs at random moments, see its --help.
import { randomInt } from 'node:crypto';
import { Option } from 'commander';
import { seededRandom } from '../../src/builtin/random.ts';
import { countable, positive } from '../../src/cli/option-values.ts';
import { printTable } from '../bench/table.ts';
import { scriptCommand } from '../tooling/script-command.ts';
import { type Findings, findingNames, type RoundReport, runRound } from './round.ts';
import { diskCanBeFilled } from './small-disk.ts';
import { type Way, ways } from './ways.ts';

const usable = ways.filter((way) => way.name !== 'disk full' || diskCanBeFilled());
const { rounds, seed, jobs, only } = scriptCommand(
  'chaos',
  'Kills real runs at random moments in random ways, and counts what was lost and what was left; ' +
    'then each run goes on, and must come to what it would have come to undisturbed.',
)
  .addOption(new Option('--rounds <n>', 'how many runs').default(30).argParser(positive))
  .addOption(
    new Option('--seed <n>', 'the same ways, moments and reporters again')
      .default(randomInt(1_000_000), 'a new one each time')
      .argParser(countable),
  )
  .addOption(new Option('--jobs <n>', 'how many runs side by side').default(1).argParser(positive))
  .addOption(new Option('--only <way>', 'no other way').choices(usable.map(({ name }) => name)))
  .addHelpText('after', '\nExit codes: 0 nothing was lost, nothing was left; 1 something was.')
  .parse()
  .opts<{ rounds: number; seed: number; jobs: number; only?: string }>();
const chosen = usable.filter(({ name }) => only === undefined || name === only);
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
