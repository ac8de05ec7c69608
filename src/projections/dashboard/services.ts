// The services that a live view shows: from the first sign of life until they were stopped. One that failed stays
// visible until its loadout is over, and one that is started again all the while.
import type { PullProgress, SessionEvent } from '../../domain/events.ts';
import type { ServiceSample } from '../../domain/samples.ts';
import type { ServiceView } from './state.ts';

export function reduceServices(services: readonly ServiceView[], event: SessionEvent): readonly ServiceView[] {
  switch (event.type) {
    case 'service.starting': {
      const { service, adapter, port, url, builtin, pid, log } = event;
      const external = pid === null && log === null;
      const about = { service, adapter, port, url, builtin, external };
      const started: ServiceView = { ...about, state: 'starting', inUse: true, ...unmeasured };
      return [...services.filter((known) => known.service !== service), started];
    }
    case 'loadout.started':
      return services.map((known) => ({ ...known, inUse: event.services.includes(known.service) }));
    case 'model.pulling':
      return changed(services, event.service, 'pulling', shareOf(event.progress));
    case 'model.loading':
      return changed(services, event.service, 'loading');
    case 'service.ready':
      return changed(services, event.service, 'ready');
    case 'service.exited':
      return changed(services, event.service, 'exited');
    case 'service.restarting':
      return changed(services, event.service, 'restarting');
    case 'service.failed':
      return failed(services, event.service, event.skipped);
    case 'service.stopped':
      return services.filter(({ service, state }) => service !== event.service || !isUp(state));
    case 'loadout.finished':
      return services.filter(({ state }) => isUp(state));
    default:
      return services;
  }
}

function isUp(state: ServiceView['state']): boolean {
  return state !== 'failed' && state !== 'exited' && state !== 'skipped' && state !== 'restarting';
}

function changed(
  services: readonly ServiceView[],
  service: string,
  state: ServiceView['state'],
  pulled: number | null = null,
): readonly ServiceView[] {
  return services.map((known) => (known.service === service ? { ...known, state, pulled } : known));
}

function shareOf(progress: PullProgress | null): number | null {
  if (progress === null || progress.totalBytes <= 0) return null;
  return Math.min(1, Math.max(0, progress.completedBytes / progress.totalBytes));
}

const unmeasured = { pulled: null, rssMiB: null, vramMiB: null } as const;

/** A program that is not installed fails before it was ever starting. */
function failed(services: readonly ServiceView[], service: string, skipped: boolean): readonly ServiceView[] {
  const state = skipped ? 'skipped' : 'failed';
  if (services.some((known) => known.service === service)) return changed(services, service, state);
  const unknown = { adapter: null, port: null, url: null, builtin: false, external: false, inUse: true };
  return [...services, { service, state, ...unknown, ...unmeasured }];
}

export function withMemory(
  services: readonly ServiceView[],
  samples: readonly ServiceSample[],
): readonly ServiceView[] {
  return services.map((known) => {
    const sample = samples.find(({ service }) => service === known.service);
    const rssMiB = sample?.rssMiB ?? null;
    const vramMiB = sample?.vramMiB ?? null;
    return rssMiB === known.rssMiB && vramMiB === known.vramMiB ? known : { ...known, rssMiB, vramMiB };
  });
}
