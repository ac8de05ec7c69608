// The commands that decide which run folders stay: their options and their help.
import { type Command, Option } from 'commander';
import { guarded } from './guarded.ts';
import { age, asJson, type Common, logsDir, place } from './option-values.ts';

export function addRetentionCommands(program: Command): void {
  addPrune(program);
  addPins(program);
}

function addPrune(program: Command): void {
  program
    .command('prune')
    .summary('remove old run folders; their figures are kept')
    .description(pruneDescription)
    .addOption(
      new Option('--older-than <age>', 'what recorded nothing for so long: 14d, 2w, 12h')
        .argParser(age)
        .default(age('14d'), '14d'),
    )
    .option('--yes', 'remove them; without it, nothing is touched')
    .option(...logsDir)
    .option(...asJson)
    .addHelpText('after', '\nExamples:\n  runner prune\n  runner prune --older-than 30d --yes')
    .action((options: Common & { olderThan: number; yes?: boolean }) =>
      guarded(async (terminal) =>
        (await import('./prune.ts')).prune({
          ...terminal,
          ...place(options),
          olderThanMs: options.olderThan,
          yes: options.yes === true,
          env: process.env,
        }),
      ),
    );
}

const pruneDescription =
  'Removes run folders that are older than two weeks. Counts, verdicts and records of their runs stay in the history. ' +
  'Left alone are pinned runs, runs whose runner is alive, runs with a failure that no later run of the plan has ' +
  'passed, and whatever is not a run folder.';

function addPins(program: Command): void {
  const pins = [
    { name: 'pin', what: 'keep a run folder from being pruned' },
    { name: 'unpin', what: 'let a run folder be pruned again' },
  ] as const;
  for (const { name, what } of pins) {
    program
      .command(name)
      .summary(what)
      .description(`${what.replace(/^./, (first) => first.toUpperCase())}.`)
      .argument('<run>', 'run id, a unique beginning of one, a day number, a folder, or latest')
      .option(...logsDir)
      .addHelpText('after', `\nExamples:\n  runner ${name} latest`)
      .action((run: string, options: Common) =>
        guarded(async (terminal) => {
          const { pinRun, unpinRun } = await import('./prune.ts');
          return (name === 'pin' ? pinRun : unpinRun)(run, { ...terminal, ...place(options) });
        }),
      );
  }
}
