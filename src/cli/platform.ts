// Where this program does not run: Windows has neither the process groups nor the signals that keep services in hand.
import { exitCodes } from '../domain/errors.ts';

/** Ends the process with one line on Windows. */
export function refuseWindows(platform: NodeJS.Platform = process.platform): void {
  if (platform !== 'win32') return;
  process.stderr.write('Flightdeck runs on Linux and macOS; on Windows use it inside WSL (https://aka.ms/wsl).\n');
  process.exit(exitCodes.usage);
}
