// The commands about runs over time: their options and their help. Their code is loaded when they are called.
import { type Command, InvalidArgumentError } from 'commander';
import { guarded } from './guarded.ts';

const logsDir = ['--logs-dir <dir>', 'where run folders are', 'logs'] as const;
const asJson = ['--json', 'print JSON'] as const;
const shownRuns = 30;

interface Common {
  readonly logsDir: string;
  readonly json?: boolean;
}

export function addHistoryCommands(program: Command): void {
  addRuns(program);
  addHistory(program);
}

function addRuns(program: Command): void {
  program
    .command('runs')
    .summary('list the runs, with their summaries')
    .description('Lists the runs, the newest last, with counts of tests, regressions and fixes (docs/metrics.md).')
    .option('--limit <n>', `the newest n (${shownRuns} unless --json)`, positive)
    .option('--all', 'all of them')
    .option(...logsDir)
    .option(...asJson)
    .addHelpText(
      'after',
      '\nExamples:\n  runner runs\n  runner runs --json | jq ".[] | select(.regressions > 0) | .runId"',
    )
    .action((options: Common & { limit?: number; all?: boolean }) =>
      guarded(async (terminal) => {
        const json = options.json === true;
        const limit = options.all === true ? null : (options.limit ?? (json ? null : shownRuns));
        return (await import('./runs.ts')).showRuns({ ...terminal, ...place(options), limit });
      }),
    );
}

function addHistory(program: Command): void {
  program
    .command('history')
    .summary('one test over all runs, with its trend')
    .description(
      'Shows how a test came out in each run, why it failed or was skipped, and its trend (docs/metrics.md).',
    )
    .argument('<test>', 'test id, or a scenario id for all its loadouts')
    .option('--verbose', 'all runs, with attempts, plan, version and whole reasons')
    .option(...logsDir)
    .option(...asJson)
    .addHelpText(
      'after',
      '\nExamples:\n  runner history "LLM-001[tiny-markov]"\n  runner history LLM-001 --verbose\n  runner history LLM-001 --json | jq ".[].trend"',
    )
    .action((test: string, options: Common & { verbose?: boolean }) =>
      guarded(async (terminal) =>
        (await import('./history.ts')).showHistory(test, {
          ...terminal,
          ...place(options),
          verbose: options.verbose === true,
        }),
      ),
    );
}

function place({ logsDir, json }: Common): { readonly logsDir: string; readonly json: boolean } {
  return { logsDir, json: json === true };
}

function positive(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('A whole number from 1 to 999999 is wanted.');
  return Number(value);
}
