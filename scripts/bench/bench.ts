// `npm run bench [-- name… [--requests N]]`: benchmarks, each side by side with the bare thing it is compared to, in one run.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { historyBench } from './history.ts';
import { overheadBench } from './overhead.ts';
import { recordingBench } from './recording.ts';
import { startupBench } from './startup.ts';
import { timingBench } from './timing.ts';

interface BenchOptions {
  /** Of each client of `timing`, which takes a second for each. */
  readonly requests: number | undefined;
}

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  startup: startupBench,
  timing: timingBench,
  overhead: overheadBench,
  recording: recordingBench,
  history: historyBench,
};

const { positionals: wanted, values } = parseArgs({
  allowPositionals: true,
  options: { requests: { type: 'string' } },
});
const options: BenchOptions = { requests: z.coerce.number().int().min(2).optional().parse(values.requests) };
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench(options);
}
