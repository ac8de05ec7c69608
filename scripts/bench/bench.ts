// `npm run bench [-- name…]`: benchmarks, each side by side with the bare thing it is compared to, in one run.

import { overheadBench } from './overhead.ts';
import { recordingBench } from './recording.ts';
import { startupBench } from './startup.ts';
import { timingBench } from './timing.ts';

const benches: Readonly<Record<string, () => Promise<void>>> = {
  startup: startupBench,
  timing: timingBench,
  overhead: overheadBench,
  recording: recordingBench,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
