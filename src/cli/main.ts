// The commands of `runner`, their options and their help. Each command's code is loaded when it is called.
import { Command, CommanderError, Option } from 'commander';
import { exitCodes } from '../domain/errors.ts';
import { durabilities } from '../system/durability.ts';
import { guarded } from './guarded.ts';
import { addHistoryCommands } from './history-commands.ts';
import { refuseLaterCommands } from './later.ts';
import { countable, duration, list, positive } from './option-values.ts';
import { watchOutput } from './output.ts';
import { refuseWindows } from './platform.ts';
import { addRetentionCommands } from './retention-commands.ts';
import { addRunCommands } from './run-commands.ts';
import type { RunOptions } from './run-options.ts';
import { version } from './version.ts';

/** Ends the process with the exit code of the contract. */
export async function main(args: readonly string[]): Promise<void> {
  refuseWindows();
  watchOutput();
  if (args.length === 0) {
    program().outputHelp({ error: true });
    process.exitCode = exitCodes.usage;
    return;
  }
  try {
    await program().parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  }
}

function program(): Command {
  const program = new Command('runner')
    .description('Runs a plan of tests on local AI models: starts each service, measures, checks, records, reports.')
    .version(version)
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
    .showHelpAfterError('(runner --help lists the commands and their options)')
    .addHelpText('after', examples);
  addRun(program);
  addValidate(program);
  addRunCommands(program);
  addDoctor(program);
  addHistoryCommands(program);
  addRetentionCommands(program);
  refuseLaterCommands(program);
  return program;
}

const examples = `
Examples:
  runner plans/full.yaml                          run a plan, with a live dashboard on a terminal
  runner plans/full.yaml --domain llm --tag smoke only what matches all filters
  runner plans/full.yaml --dry-run                print the schedule, start nothing
  runner validate plans/full.yaml                 check a plan, all problems at once
  runner status                                   where the newest run stands, and what to do next
  runner doctor                                   what this machine has, and what is missing
  generate-report logs/RUN_20260301_101500        the Excel report of any run folder, also a partial one

Exit codes: 0 passed, 1 failed, 2 usage or invalid plan, 3 the run could not go on, 4 nothing was run,
130/143/129 ended by SIGINT, SIGTERM or SIGHUP.`;

function addRun(program: Command): void {
  const run = program
    .command('run', { isDefault: true })
    .summary('run a plan (the default command)')
    .description('Runs a plan. `runner plan.yaml` is short for `runner run plan.yaml --new`.')
    .argument('[plan]', 'plan file (YAML); none with --continue')
    .option('--new', 'start a new run (the default)')
    .option('--continue [run]', 'go on with a run that was broken off; default: the newest one')
    .option('--retry-failed', 'with --continue: also try again what failed, timed out or was in error')
    .option('--strict', 'with --continue: refuse where models, engines or files have changed since')
    .option('--domain <names>', 'only these domains', list)
    .option('--group <names>', 'only these groups', list)
    .option('--ids <ids>', 'only these scenarios or test ids', list)
    .option('--loadout <labels>', 'only these loadouts', list)
    .option('--tag <tags>', 'only scenarios with one of these tags', list)
    .option('--priority <levels>', 'only these priorities, for example P0,P1', list)
    .option('--repeats <n>', 'execute each scenario n times', positive)
    .option('--retries <n>', 'further attempts for what failed', countable)
    .option('--max-failures <n>', 'stop after n failed tests', positive)
    .option('--dry-run', 'print the schedule and start nothing')
    .option('--logs-dir <dir>', 'where run folders go', 'logs')
    .option('--triggered-by <name>', 'who or what asked for this run, for the history')
    .addOption(
      new Option(
        '--durability <how>',
        'fsync: results are on the disk before they are shown; os: the system decides when',
      )
        .choices(durabilities)
        .default('fsync'),
    )
    .addOption(new Option('--reporter <name>', 'tui on a terminal, else plain').choices(['tui', 'plain', 'json']))
    .option('--wait [duration]', 'wait for an engine that another run uses, for example 2h', duration)
    .option('--no-report', 'leave the Excel report out')
    .addHelpText('after', runExamples)
    .action((plan: string | undefined, options: RunOptions) => {
      const problem = conflictIn(plan, options);
      if (problem !== null) run.error(`error: ${problem}`);
      return guarded(async () => {
        if (options.continue === undefined) return (await import('./run.ts')).runPlan(plan ?? '', options);
        return (await import('./continue-run.ts')).continueRun(options.continue, options);
      });
    });
}

/** A sentence where the words do not go together. */
function conflictIn(plan: string | undefined, options: RunOptions): string | null {
  if (options.continue === undefined) {
    if (plan === undefined) return "missing required argument 'plan'";
    if (options.retryFailed === true)
      return '--retry-failed goes with --continue; --retries N tries again within a run';
    return options.strict === true ? '--strict goes with --continue' : null;
  }
  if (plan !== undefined) return 'a run goes on with the plan in its folder; leave the plan out, or the --continue';
  if (options.new === true) return '--new and --continue exclude each other';
  const chosen = selecting.filter((name) => options[name] !== undefined).map(flagOf);
  if (chosen.length === 0) return null;
  return `a run goes on with the tests and flags that it began with; leave out ${chosen.join(', ')}, or start a new run`;
}

const selecting = ['domain', 'group', 'ids', 'loadout', 'tag', 'priority', 'repeats', 'retries', 'dryRun'] as const;

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const runExamples = `
Lists are separated by commas; filters combine with AND.

Examples:
  runner plans/full.yaml
  runner run plans/full.yaml --domain llm --priority P0,P1 --repeats 5
  runner plans/smoke.yaml --ids "SMOKE-001[tiny-markov]" --retries 2
  runner run --continue                                  the newest run that was broken off
  runner run --continue RUN_20260301_101500 --retry-failed
  runner plans/full.yaml --reporter json | jq -c 'select(.event.type == "trial.finished") | .event.result'`;

function addValidate(program: Command): void {
  program
    .command('validate')
    .summary('check a plan: all problems at once')
    .description('Checks a plan and names every problem with file, line, column, the lines around it and a hint.')
    .argument('<plan>', 'plan file (YAML)')
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  runner validate plans/full.yaml\n  runner validate plans/full.yaml --json | jq .problems',
    )
    .action((plan: string, options: { json?: boolean }) =>
      guarded(async (terminal) =>
        (await import('./validate.ts')).validatePlan(plan, {
          ...terminal,
          json: options.json === true,
          env: process.env,
        }),
      ),
    );
}

function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('what this machine has and lacks')
    .description('Shows GPU, engines and versions, ports, leftovers of earlier runs, and how to get what is missing.')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', '\nExamples:\n  runner doctor\n  runner doctor --json | jq .engines')
    .action((options: { json?: boolean }) =>
      guarded(async (terminal) => (await import('./doctor.ts')).doctor({ ...terminal, json: options.json === true })),
    );
}
