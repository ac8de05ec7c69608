// What a step finds in its environment: the run's tag, the addresses of the services that are up, and its own variables.
import type { CommandStep } from '../../domain/plan.ts';
import { environmentName } from '../../domain/schedule.ts';
import type { ServiceTarget, TrialTask } from '../protocol.ts';

/** The later ones win; what this process itself has in its environment comes before all of them. */
export function stepEnvironment(task: TrialTask, step: CommandStep): Readonly<Record<string, string>> {
  const [only, ...others] = task.targets;
  const environment: Record<string, string> = { ...task.environment };
  for (const target of task.targets)
    Object.assign(environment, addressOf(target, `FLIGHTDECK_${environmentName(target.service)}`));
  if (only !== undefined && others.length === 0) Object.assign(environment, addressOf(only, 'FLIGHTDECK'));
  return { ...environment, ...step.env };
}

function addressOf({ url, model }: ServiceTarget, prefix: string): Readonly<Record<string, string>> {
  const { hostname, port, protocol } = new URL(url);
  return {
    [`${prefix}_URL`]: url,
    [`${prefix}_HOST`]: hostname,
    [`${prefix}_PORT`]: port === '' ? (protocol === 'https:' ? '443' : '80') : port,
    ...(model !== null && { [`${prefix}_MODEL`]: model }),
  };
}
