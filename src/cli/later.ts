// Commands and options that people know from the documents and that this version does not have: told apart from the name
// of a plan and from a slip of the finger.
import { type Command, Option } from 'commander';

/** With what serves instead. */
const commands = {
  status: 'run.json in the run folder has the counts',
  compare: 'the reports of the two run folders have their figures',
  abandon: 'a run that was broken off stays as it is, and generate-report makes its report',
  browse: 'progression.log and report.xlsx in the run folder tell what happened',
  replay: 'progression.log and report.xlsx in the run folder tell what happened',
} as const;

const options = [
  { flags: '--continue [run]', name: 'continue', instead: 'each run is a new one' },
  {
    flags: '--retry-failed',
    name: 'retry-failed',
    instead: 'choose tests with --ids, or let failed ones try again with --retries N',
  },
] as const;

export function refuseLaterCommands(program: Command): void {
  for (const [name, instead] of Object.entries(commands)) {
    const command = program
      .command(name, { hidden: true })
      .description(`This version has no command "${name}" yet; ${instead}.`)
      .argument('[words...]')
      .helpOption(false)
      .allowUnknownOption()
      .action(() => command.error(`error: this version has no command "${name}" yet; ${instead}`));
  }
}

export function refuseLaterOptions(run: Command): void {
  for (const { flags, name, instead } of options) {
    run.addOption(new Option(flags).hideHelp());
    // As soon as it is read: whatever else is missing or wrong does not matter then.
    run.on(`option:${name}`, () => run.error(`error: this version has no option --${name} yet; ${instead}`));
  }
}
