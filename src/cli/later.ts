// Commands that people know from the documents and that this version does not have: told apart from the name
// of a plan and from a slip of the finger.
import type { Command } from 'commander';

/** With what serves instead. */
const commands = {
  browse: 'progression.log and report.xlsx in the run folder tell what happened',
  replay: 'progression.log and report.xlsx in the run folder tell what happened',
} as const;

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
