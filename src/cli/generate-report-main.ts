// Arguments of `generate-report` to one call; what is heavy loads after they were understood.
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { exitCodes } from '../domain/errors.ts';
import { guarded } from './guarded.ts';
import type { ReportRequest } from './make-report.ts';
import { watchOutput } from './output.ts';
import { refuseWindows } from './platform.ts';
import { version } from './version.ts';

/** Formats of this version. */
const formats = ['xlsx'] as const;

/** Ends the process with the exit code of the contract. */
export async function main(args: readonly string[]): Promise<void> {
  refuseWindows();
  watchOutput();
  try {
    await program().parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  }
}

function program(): Command {
  return new Command('generate-report')
    .description('Makes the report of a run from its folder, also of a run that was killed half-way.')
    .version(version)
    .argument('<dir>', 'folder of the run, for example logs/RUN_20260301_101500')
    .option('--format <names>', `formats, separated by commas; this version has: ${formats.join(', ')}`, format, 'xlsx')
    .option('--output <path>', 'where to write it (default: report.xlsx in the folder)', workbookPath)
    .option('--json', 'print what was written as JSON')
    .exitOverride()
    .showHelpAfterError('(generate-report --help shows the options)')
    .addHelpText('after', examples)
    .action((directory: string, options: ReportRequest) =>
      guarded(async () => (await import('./make-report.ts')).makeReportFile(directory, options)),
    );
}

const examples = `
Examples:
  generate-report logs/RUN_20260301_101500
  generate-report logs/RUN_20260301_101500 --output ~/monday.xlsx
  generate-report logs/RUN_20260301_101500 --json | jq .tests

Exit codes: 0 written, 2 usage or not the folder of a run, 3 the file cannot be written.`;

function format(value: string): string {
  const wanted = value.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => name !== 'xlsx');
  if (unknown.length === 0) return value;
  throw new InvalidArgumentError(
    `This version has no format "${unknown.join('", "')}"; it has: ${formats.join(', ')}.`,
  );
}

function workbookPath(value: string): string {
  if (/[^/]\.xlsx$/i.test(value)) return value;
  throw new InvalidArgumentError('The name of the file must end in .xlsx.');
}
