// `npm run bench`: what Flightdeck costs, see its --help.
import { Argument, Option } from 'commander';
import { positive } from '../../src/cli/option-values.ts';
import { scriptCommand } from '../tooling/script-command.ts';
import { historyBench } from './history.ts';
import { overheadBench } from './overhead.ts';
import { recordingBench } from './recording.ts';
import { startupBench } from './startup.ts';
import { timingBench } from './timing.ts';

interface BenchOptions {
  /** Of each client of `timing`, which takes a second for each. */
  readonly requests?: number;
}

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  startup: startupBench,
  timing: timingBench,
  overhead: overheadBench,
  recording: recordingBench,
  history: historyBench,
};

const program = scriptCommand(
  'bench',
  'Benchmarks, each side by side with the bare thing that it is compared to, in one run.',
)
  .addArgument(new Argument('[names...]', 'all where none is named').choices(Object.keys(benches)))
  .addOption(
    new Option('--requests <n>', 'of each client of timing, which takes a second for each').argParser(positive),
  )
  .parse();
const wanted = program.args;
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench(program.opts<BenchOptions>());
}
