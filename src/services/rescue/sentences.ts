// What is said of a run that could not end its own processes.
import { oneLine } from '../../domain/text.ts';
import { logLine } from '../../domain/units.ts';
import { counted, nounFor, quoted } from '../../domain/wording.ts';
import type { Rescue } from './rescue.ts';

const servicesNamed = 5;

/** Clauses; none where nothing was left to be done. */
export function rescueClauses({ found, services, survivors, units }: Rescue): readonly string[] {
  return [
    ...(found === 0 ? [] : [`ended ${counted(found, 'process', 'processes')}${ofServices(services)}`]),
    ...(survivors.length === 0
      ? []
      : [`could not end ${nounFor(survivors.length, 'process', 'processes')} ${survivors.join(', ')}`]),
    ...units.map(({ name, error }) =>
      error === null
        ? `started ${oneLine(name)} again, which had been stopped for it`
        : `could not start ${oneLine(name)} again, which had been stopped for it: ${quoted(error)}`,
    ),
  ];
}

function ofServices(services: readonly string[]): string {
  if (services.length === 0) return '';
  const more = services.length > servicesNamed ? ` and ${services.length - servicesNamed} more` : '';
  return ` (${nounFor(services.length, 'service')} ${services.slice(0, servicesNamed).map(oneLine).join(', ')}${more})`;
}

/** A next run has cleaned up. */
export function leftoversText(rescue: Rescue): string | null {
  const clauses = rescueClauses(rescue);
  return clauses.length === 0
    ? null
    : `${oneLine(rescue.runId)} had been killed together with its watchdog: ${clauses.join('; ')}`;
}

/** A line for the log of a run whose watchdog has cleaned up. */
export function watchdogLine(rescue: Rescue, at: Date): string {
  const clauses = rescueClauses(rescue);
  const done = clauses.length === 0 ? 'found nothing left to end' : clauses.join('; ');
  return logLine(at.toISOString(), 'WARNING', `The runner was killed; its watchdog ${done}`);
}

/** For the terminal that the run was drawn on; line mode and screen are back. */
export function killedOnTerminal(directory: string): string {
  return `Flightdeck was killed; its services are being ended.\r\nWhat it recorded is in ${directory}\r\n"runner run --continue" goes on with it.\r\n`;
}

export function cannotNote(directory: string, why: string): string {
  return `what this run starts cannot be noted in ${directory} (${quoted(why)}): if both the runner and its watchdog are killed, the next run will not end what they leave behind`;
}

export function watchdogDied(how: string): string {
  return `the watchdog, which ends the services if the runner is killed, ${how} and was started again`;
}

export function watchdogGivenUp(how: string): string {
  return `the watchdog, which ends the services if the runner is killed, ${how} once more and is not started again; if the runner is killed too, the next run ends what is left`;
}
