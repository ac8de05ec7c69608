// The services that a live view shows: from the first sign of life until they were stopped. One that failed stays
// visible until its loadout is over.
import type { ServiceSample, SessionEvent } from '../../domain/events.ts';
import type { ServiceView } from './state.ts';

export function reduceServices(services: readonly ServiceView[], event: SessionEvent): readonly ServiceView[] {
  switch (event.type) {
    case 'service.starting': {
      const { service, adapter, port, url, builtin, pid, log } = event;
      const external = pid === null && log === null;
      const started: ServiceView = { service, state: 'starting', adapter, port, url, builtin, external, rssMiB: null };
      return [...services.filter((known) => known.service !== service), started];
    }
    case 'model.loading':
      return changed(services, event.service, 'loading');
    case 'service.ready':
      return changed(services, event.service, 'ready');
    case 'service.exited':
      return changed(services, event.service, 'exited');
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
  return state === 'starting' || state === 'loading' || state === 'ready';
}

function changed(services: readonly ServiceView[], service: string, state: ServiceView['state']) {
  return services.map((known) => (known.service === service ? { ...known, state } : known));
}

/** A program that is not installed fails before it was ever starting. */
function failed(services: readonly ServiceView[], service: string, skipped: boolean): readonly ServiceView[] {
  const state = skipped ? 'skipped' : 'failed';
  if (services.some((known) => known.service === service)) return changed(services, service, state);
  const unknown = { adapter: null, port: null, url: null, builtin: false, external: false, rssMiB: null };
  return [...services, { service, state, ...unknown }];
}

export function withMemory(
  services: readonly ServiceView[],
  samples: readonly ServiceSample[],
): readonly ServiceView[] {
  return services.map((known) => {
    const rssMiB = samples.find(({ service }) => service === known.service)?.rssMiB ?? null;
    return rssMiB === known.rssMiB ? known : { ...known, rssMiB };
  });
}
