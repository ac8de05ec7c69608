// A script's command line: the same library, the same help and the same exit code for a misuse as the product's.
import { Command } from 'commander';
import { exitCodes } from '../../src/domain/errors.ts';

export function scriptCommand(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : exitCodes.usage));
}
