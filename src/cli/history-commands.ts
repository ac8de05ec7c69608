// The commands about runs over time: their options and their help. Their code is loaded when they are called.
import { Argument, type Command, Option } from 'commander';
import type { RecordFilter } from '../history/history-store.ts';
import { guarded } from './guarded.ts';
import { asJson, type Common, list, logsDir, moment, place, positive } from './option-values.ts';
import type { Question } from './query.ts';

const shownRuns = 30;

export function addHistoryCommands(program: Command): void {
  addRuns(program);
  addHistory(program);
  addQuery(program);
  addIndex(program);
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

type QueryFlags = Common & RecordFilter;

const questions: readonly Question[] = ['runs', 'failures', 'trend', 'rates', 'groups'];

function addQuery(program: Command): void {
  program
    .command('query')
    .summary('records of finished runs, failures, trends, failure rates')
    .description(queryDescription)
    .addArgument(new Argument('[question]', 'what to tell').choices(questions).default('runs'))
    .addOption(
      new Option('--by <subject>', 'records of plans, or of each loadout').choices(['plan', 'loadout']).default('plan'),
    )
    .option('--name <name>', 'only this plan, or loadout')
    .option('--versions <list>', 'only these versions of the plan, separated by commas', list)
    .option('--since <time>', 'runs that began then or later: 7d, 12h, 2w or 2026-03-01 (failures: 7d)', moment)
    .option('--until <time>', 'runs that began before', moment)
    .addOption(new Option('--result <result>', 'only runs that came to this').choices(['passed', 'failed', 'partial']))
    .option('--limit <n>', 'the newest n (runs: 30 unless --json)', positive)
    .option(...logsDir)
    .option(...asJson)
    .addHelpText('after', queryExamples)
    .action((question: Question, { logsDir, json, ...filter }: QueryFlags) =>
      guarded(async (terminal) =>
        (await import('./query.ts')).query(question, {
          ...terminal,
          ...place({ logsDir, ...(json !== undefined && { json }) }),
          filter: filter satisfies RecordFilter,
          lately: moment('7d'),
        }),
      ),
    );
}

const queryDescription = `Answers from the records of finished runs, newest first; --json gives the records as they are (docs/history.md).

  runs      recent runs by name, version, time and result (the default)
  failures  tests that failed in the last 7 days; have they passed since?
  trend     how one name did between two versions
  rates     names by failure rate, the highest first
  groups    the groups of the newest run`;

const queryExamples = `
Examples:
  runner query --name "Full local stack" --versions 1.4.0 --limit 10
  runner query failures --since 2w
  runner query trend --name "Full local stack" --versions 1.3.0,1.4.0
  runner query rates --by loadout --since 30d
  runner query --result failed --json | jq '.[].failures'`;

function addIndex(program: Command): void {
  program
    .command('index')
    .summary('bring the index of runs up to date, or make it anew')
    .description(
      'The index lies beside the run folders and holds nothing that is not in them; every command keeps it current.',
    )
    .option('--rebuild', 'forget it, and read all run folders')
    .option(...logsDir)
    .option(...asJson)
    .addHelpText('after', '\nExamples:\n  runner index --rebuild')
    .action((options: Common & { rebuild?: boolean }) =>
      guarded(async (terminal) =>
        (await import('./index-command.ts')).indexRuns({
          ...terminal,
          ...place(options),
          rebuild: options.rebuild === true,
        }),
      ),
    );
}
