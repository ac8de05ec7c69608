// What a run is about, in the first lines that the plain reporter prints.
import type { EventOf } from '../../domain/events.ts';
import { oneLine } from '../../domain/text.ts';
import { counted } from '../../domain/wording.ts';
import { hostParts } from '../text/host-text.ts';
import type { Paint } from '../text/paint.ts';

export function runHeading(event: EventOf<'run.started' | 'run.continued'>, paint: Paint): string {
  const { plan, runId, runnerVersion, host, tests, trials, domains } = event;
  const version = plan.version === null ? '' : ` ${oneLine(plan.version)}`;
  const amount = trials === tests ? counted(tests, 'test') : `${counted(tests, 'test')}, ${counted(trials, 'trial')}`;
  return [
    `${paint.bold(oneLine(plan.name))}${version}  ${paint.dim(`${oneLine(runId)} · Flightdeck ${oneLine(runnerVersion)}`)}`,
    paint.dim(`${oneLine(host.os)} · ${hostParts(host).join(' · ')}`),
    `${amount} in ${counted(domains.length, 'domain')}${recordedBefore(event)}`,
  ].join('\n');
}

function recordedBefore(event: EventOf<'run.started' | 'run.continued'>): string {
  return event.type === 'run.continued' ? `, ${counted(event.recorded, 'result')} recorded before` : '';
}
