// Writes docs/metrics.md from the table of metrics; with --check only says whether it is current (exit code 1 if not).
import { readFile, writeFile } from 'node:fs/promises';
import type { MetricDefinition } from '../src/domain/metrics/definition.ts';
import { metricGroups, metricNotes } from '../src/domain/metrics.ts';
import { type DriverName, driverNames } from '../src/domain/plan.ts';
import { differenceSizes, relativeSizes } from '../src/history/compare/scale.ts';
import { trendRules } from '../src/history/quality.ts';
import { groupStates } from '../src/history/status/group-state.ts';

const file = new URL('../docs/metrics.md', import.meta.url);

function metricsDocument(): string {
  const tables = metricGroups.flatMap(({ title, metrics }) => [`## ${title}\n`, table(metrics)]);
  return [introduction, ...tables, words, ...notes(), rules, comparing(), groups(), overTime, ''].join('\n');
}

const introduction = `<!-- Made by scripts/metrics-doc.ts from src/domain/metrics/; change it there. -->

# Metrics

Every number in a result, a report or a \`metric\` check has one of the names below. Units stand in the names. A metric
that was not measured is absent; it is never zero, and never a guess.

\`\`\`yaml
expect:
  - metric: { name: ttftMs, max: 2000 }
  - metric: { name: decodeTokensPerSecond, min: 20, message: too slow to read along }
\`\`\`

"Better" says which direction is an improvement; a dash means that the number describes and does not judge. A threshold
on a metric that the driver does not measure, or that a single turn or step never has, is refused with the plan.
`;

function table(metrics: readonly MetricDefinition[]): string {
  const rows = metrics.map(({ name, label, unit, better, drivers, scope, meaning, formula, source }) =>
    [
      `\`${name}\``,
      label,
      unit === '' ? '—' : unit,
      better === 'neither' ? '—' : better,
      drivers.length === driverNames.length ? 'all' : drivers.join(', '),
      measuredFor(scope, drivers),
      meaning,
      formula === '' ? '—' : formula,
      source,
    ]
      .map((cell) => cell.replaceAll('|', '\\|'))
      .join(' | '),
  );
  return [
    '| Name | In reports | Unit | Better | Drivers | Measured for | What it says | Formula | Source |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
}

function measuredFor(scope: MetricDefinition['scope'], drivers: readonly DriverName[]): string {
  if (scope === 'stage') return 'stages';
  const parts = scope === 'trial' ? [] : drivers.flatMap((driver) => partsOf(driver) ?? []);
  return [...new Set([...parts, 'trials'])].join(', ');
}

/** What a trial is made of, where its parts are measured in the same way. */
function partsOf(driver: DriverName): string | null {
  if (driver === 'llm' || driver === 'vlm') return 'turns';
  return driver === 'command' ? 'steps' : null;
}

const words = `## Words beside the numbers
`;

function notes(): string[] {
  return [...Object.entries(metricNotes).map(([name, meaning]) => `- \`${name}\`: ${meaning}`), ''];
}

const rules = `## How to read them

**Clocks.** Times come from a monotonic clock in the process that sends the request, which does nothing else meanwhile:
the dashboard and the report live elsewhere. \`t0\` is taken just before the request body is written. Wall-clock time
appears only in \`startedAt\`, to say when something was.

**First text, not first chunk.** Servers send a first piece that carries a role and no text. It ends no wait, so it counts
neither for TTFT nor for TTFC. With a model that thinks before it answers, TTFT ends at the first thought and TTFC at
the first word of the answer; the difference is what a reader waits for.

**Who counted.** Tokens are counted by the server or not at all. The pieces of a stream are never counted as tokens,
since one piece may hold several or half of one. Where the server says nothing, every rate is absent, too.

**Two kinds of speed.** \`decodeTokensPerSecond\` starts at the first text and tells how fast an answer grows;
\`e2eTokensPerSecond\` includes the wait before it. Rates with \`server\` in their names are the server's own and are kept
apart: a client's clock and a server's clock measure different things. Other tools use the same words for other
intervals, so compare numbers of two tools only after comparing their definitions.

The first piece of an answer counts as one token in \`decodeTokensPerSecond\`. Where a server gathers many tokens into few
pieces, the rate comes out higher than it is: compare it with the server's own. A trial in which more than a tenth of the
text came in one packet with its beginning, or all of it faster than the server says it was made, is noted as
\`bunched-text\`: something held it up, such as a proxy, and TTFT is late as well.

**Prompts that were seen before.** Warm-up and repeats send what the trial sends, and engines keep prompts: llama-server,
vLLM and Ollama then answer without reading the prompt again, and TTFT leaves prefill out. Where the server says so, the
trial is noted as \`cached-prompt\`; Ollama does not say so. To see prefill, turn the cache off, for example with
\`cache_prompt: false\` in the options for llama-server. Images in a warm-up are altered by one pixel for this reason.

**Digits.** Times are recorded to the microsecond, other numbers to the third decimal, and below 1 to four digits.

**Warm-up.** Warm-up requests are sent before the first trial of a loadout, are not measured, and enter no statistics.

**Peaks.** Memory and VRAM are sampled during the trial. A peak between two samples can be missed, so a trial with fewer
than two samples has no peak. VRAM is that of the whole GPU, other programs included;
where the driver tells who holds it, \`serviceVramPeakMiB\` is that of the services alone. A GPU that shares the host's memory
reports that.

## Statistics

The report gives median, minimum and maximum together with the number of samples. Samples are the attempts that were
measured to their end, whether their checks said yes or no; what timed out or broke is counted as such and never
averaged. Where a run was continued with other files, another engine or another model, the attempts from before are not among
them: the first attempt of what is executed anew says so in \`anew\`.

Percentiles are linear between closest ranks: position (n − 1)·q in the sorted samples, as NumPy does by default, so the
median of 1, 2, 3, 4 is 2.5. With a handful of samples, look at minimum and maximum before you trust a median, and repeat the
run before you trust a difference.

A trial whose numbers are doubtful carries a note under \`validity\`, with detail: for example that the model was loaded
again, that the prompt came from a cache, or that the measuring process itself was held up. Such samples stay in the
statistics and are counted as doubtful beside them.

Built-in models exist to try the tool without downloads. Their numbers say nothing about a real model, and every report
marks them.
`;

function comparing(): string {
  const rows = Object.entries(differenceSizes).map(
    ([name, { matters, tooSmall }]) => `| \`${name}\` | ${matters} | ${tooSmall} |`,
  );
  return [
    comparisonRules,
    '| Metric | A difference that matters | Too small to speak of |',
    '|---|---|---|',
    ...rows,
    certainty,
  ].join('\n');
}

function groups(): string {
  const states = Object.entries(groupStates).map(([state, rule]) => `- *${state}*: ${rule}.`);
  return [groupRules, ...states, '', groupFigures].join('\n');
}

const groupRules = `
## Groups of tests

\`runner status\` counts the tests of a run by group; tests without one stand under the name of their domain. A group
is, by the first rule that applies:
`;

const groupFigures = `**Pass rate** of a group: passed / executed, where executed are those that passed, failed, timed out or were in error;
there is none where nothing was executed. **Progress** of a run: all tests that are not pending / all tests, rounded
down; a skipped test counts as done, since nothing is left to do for it. A test is pending until each of its repeats has
a result, unless one of them decides it before.`;

const comparisonRules = `## Comparing two runs

**Tests.** A test regressed when it passed before and failed, timed out or was in error after; fixed is the reverse. An
error counts on both sides, since a test that can no longer be measured no longer shows that anything works. What was
skipped or not carried out in one of the runs is not comparable: neither fixed nor regressed. A test id that only one
run selected was added or is gone. Tests that passed in both runs and are flaky in one of them are named.

**Pairs.** A number is compared with the number of the same repeat of the same test id in the other run, for each
domain, loadout and metric. The last attempt of a repeat counts, whether its checks said yes or no. A pair of which one
side has a note under \`validity\` is left out and counted, unless there would be no pair left: then all are used, and
it is said.

**Scale.** Times, rates, memory and energy are compared by their ratio: \`1.12 × (1.05 to 1.20)\` is a geometric mean of
after divided by before, with its interval. What can be zero is compared by its difference, as are times where one of
them is zero.

**Verdicts.** *Better* and *worse*: the interval leaves out "no difference", and the difference is not too small to
speak of. *No difference shown*: the interval leaves no room for a difference that matters, or what it shows is too
small. *Needs N more repeats*: neither can be said. N repeats of each test more should show a difference of the size
that matters with a chance of 80 %, judging by the spread that was observed; where tests differ from each other too much
for repeats to help, so many more tests are named. Metrics without a direction are shown without a verdict.

A difference matters from ${100 * relativeSizes.matters} % on and is too small below ${100 * relativeSizes.tooSmall} %;
in these metrics from and below so much, in their own units:
`;

const certainty = `
**Certainty.** Where nothing differs, no more than 5 of 100 comparisons call any of their metrics better or worse: the
metrics of one comparison are corrected for each other (Holm), and each interval has the level at which its metric was
tested. Single tests, where asked for, are corrected among themselves. Intervals come from the bootstrap by random
signs: without a difference the two runs could have swapped places in any pair, and what is observed is held against all
such swaps, or 10,000 and more of them. The same two runs always give the same verdict. At least six pairs are needed to
say anything about one metric, nine with ten.

**What counts as one observation.** Repeats of a test resemble each other. With enough tests (six for one metric, nine
for ten), each test is one observation, by the mean of its repeats. With fewer, each repeat is; where such tests
disagree by more than the spread of their repeats explains, intervals are widened to the spread of the tests, and
repeats that never vary count once. If neighbouring repeats hang together (a busy machine, a hot GPU), few tests can
still be called different more often than 5 in 100: add tests rather than repeats.

**What a verdict cannot say.** Two runs are one morning and another. What shifts a whole run, such as the clock of a GPU
or the place of a model in memory, looks like a change of the software. What differs around the runs stands above the
table; to be sure, repeat the earlier run and compare the two of a kind.`;

const overTime = `
## Quality over time

What \`runner runs\`, \`runner history\` and \`runner query\` say is folded from the recorded results by these rules
(\`src/history/quality.ts\`).

A test is known by its id, loadout included. Its status in a run is that of all its repeats together. **Executed** are passed, failed,
timeout and error. A test that was **skipped** or not reached says nothing and counts nowhere but in coverage; a **timeout** and an **error**
(the measurement could not be made) count as executed and not passed, since nobody has seen the test pass.

| Of a test, over its executed runs | How |
|---|---|
| pass rate | runs in which it passed / runs in which it was executed |
| average duration | mean over the runs that measured it to its end (passed or failed); in each run, the mean over its executed attempts |
| reliability | of its runs after the first, the share that came out as the one before (passed or not) and at the first attempt |
| trend | see below |

A **trend** needs ${trendRules.least} executed runs and looks at the newest ${trendRules.window}. A *change* is a run that came out otherwise than the one before, or that
passed only at a further attempt. With ${trendRules.flaky} changes or more the test is \`flaky\`. Otherwise it is \`stable\` where its newest ${trendRules.settled} runs (or all, where
there are fewer) came out alike, \`improving\` where the newest run passed, and \`degrading\` where it did not.

| Of a run | How |
|---|---|
| coverage | tests that were executed / tests that were selected |
| pass rate | tests that passed / tests that were executed |
| duration | as the run recorded it; up to its last event where it has not finished |
| regressions | tests that are not passed now, and passed in the run that they are compared with |
| fixes | tests that passed now, and did not in the run that they are compared with |

**Compared with** is, for each test, the newest earlier run of the same plan name that finished (\`completed\`) and in which the test was executed. A test
that was never executed before is neither a regression nor a fix. Runs are in the order of the times in their folders' names.

A **failure is resolved** when a later run of the same plan passes the test, or when the newest finished run of the whole plan does not have the test any more.
Until then, \`runner prune\` leaves its run folder where it is.

A **failure rate** (\`runner query rates\`) is, over the records of finished runs, failed tests / passed and failed tests. A run that was continued and finished once
more has a new record, and the newest is the one that counts.`;

const fresh = metricsDocument();

if (process.argv.includes('--check')) {
  const stored = await readFile(file, 'utf8').catch(() => null);
  if (stored !== fresh) {
    const what = stored === null ? 'is missing' : 'is not what src/domain/metrics/ says';
    console.error(`docs/metrics.md ${what}; write it with: node scripts/metrics-doc.ts`);
    process.exitCode = 1;
  }
} else await writeFile(file, fresh);
