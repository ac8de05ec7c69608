// The commands about runs that were recorded, their options and their help.
import type { Command } from 'commander';
import { guarded } from './guarded.ts';

export function addRunCommands(program: Command): void {
  addStatus(program);
  addCompare(program);
  addAbandon(program);
}

interface FolderOptions {
  readonly logsDir: string;
  readonly json?: boolean;
}

const runArgument = 'run id, its beginning, its day number, a folder, or "latest"';

function addStatus(program: Command): void {
  program
    .command('status')
    .summary('where a run stands, by group, and what to do next')
    .description('Shows where a run stands, by group: also of one that is under way, was killed, or is damaged.')
    .argument('[run]', runArgument, 'latest')
    .option('--logs-dir <dir>', 'where run folders are', 'logs')
    .option('--json', 'print it as JSON, with the status of each test')
    .addHelpText('after', statusExamples)
    .action((run: string, options: FolderOptions) =>
      guarded(async (terminal) =>
        (await import('./status.ts')).status(run, { ...terminal, ...options, json: options.json === true }),
      ),
    );
}

interface CompareFlags extends FolderOptions {
  readonly byTest?: boolean;
  readonly failOnRegression?: boolean;
}

function addCompare(program: Command): void {
  program
    .command('compare')
    .summary('two runs side by side: fixed, regressed, metrics with a verdict')
    .description(
      'Compares two runs: what differs around them, what became of each test, what may be said of their numbers.',
    )
    .argument('<before>', `the earlier run: ${runArgument}`)
    .argument('<after>', 'the later run')
    .option('--by-test', 'also compare the metrics of each test alone')
    .option(
      '--fail-on-regression',
      'exit code 1 where a test regressed, or where a metric of a loadout is worse beyond chance',
    )
    .option('--logs-dir <dir>', 'where run folders are', 'logs')
    .option('--json', 'print it as JSON')
    .addHelpText('after', compareExamples)
    .action((before: string, after: string, { byTest, failOnRegression, json, logsDir }: CompareFlags) =>
      guarded(async (terminal) =>
        (await import('./compare.ts')).compare(before, after, {
          ...terminal,
          logsDir,
          json: json === true,
          byTest: byTest === true,
          failOnRegression: failOnRegression === true,
        }),
      ),
    );
}

const compareExamples = `
A test regressed when it passed before and failed, timed out or was in error after. Exit code 4: no test in common.

Examples:
  runner compare run-2026-03-01-001 latest
  runner compare RUN_20260301_101500 RUN_20260302_090000 --fail-on-regression
  runner compare run-2026-03-01-001 latest --json | jq .tests.regressed`;

function addAbandon(program: Command): void {
  program
    .command('abandon')
    .summary('mark a run that was broken off as abandoned')
    .description('Marks a run that was broken off as abandoned: what of it is pending will not be executed any more.')
    .argument('<run>', runArgument)
    .option('--logs-dir <dir>', 'where run folders are', 'logs')
    .option('--json', 'print what was done as JSON')
    .addHelpText('after', '\nExamples:\n  runner abandon run-2026-03-01-002\n  runner abandon latest --json')
    .action((run: string, options: FolderOptions) =>
      guarded(async (terminal) =>
        (await import('./abandon.ts')).abandon(run, { ...terminal, ...options, json: options.json === true }),
      ),
    );
}

const statusExamples = `
Examples:
  runner status
  runner status run-2026-03-01-002
  runner status RUN_20260301_101500 --json | jq '.tests[] | select(.status == "failed")'`;
