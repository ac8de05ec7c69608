// The texts of services and loadouts that take variables.
import type { CommandService, Loadout, Readiness, ServiceTemplate } from '../domain/plan.ts';
import type { Filler } from './filler.ts';

export function filledService(filler: Filler, service: ServiceTemplate): ServiceTemplate {
  const common = { env: filler.record(service.env) };
  switch (service.adapter) {
    case 'builtin':
      return { ...service, ...common };
    case 'command':
      return { ...service, ...common, ...program(filler, service), ready: readiness(filler, service.ready) };
    case 'external':
      return { ...service, ...common, url: filler.url(service.url), apiKey: filler.apiKey(service.apiKey) };
    case 'ollama':
      return { ...service, ...common, command: filler.texts(service.command) };
    case 'llama-server':
    case 'vllm':
    case 'whisper-server':
      return { ...service, ...common, ...program(filler, service) };
    case 'openai-audio':
      return { ...service, ...common, ...program(filler, service), readyPath: filler.text(service.readyPath) };
    default:
      return service satisfies never;
  }
}

export function filledLoadout(filler: Filler, loadout: Loadout): Loadout {
  const members = loadout.members.map((member) => ({
    ...member,
    model: filler.optional(member.model),
    options: filler.object(member.options),
  }));
  return { ...loadout, members };
}

function program(filler: Filler, { command, cwd, apiKey }: Pick<CommandService, 'command' | 'cwd' | 'apiKey'>) {
  return { command: filler.texts(command), cwd: filler.path(cwd), apiKey: filler.apiKey(apiKey) };
}

function readiness(filler: Filler, ready: Readiness): Readiness {
  if (ready.kind === 'http') return { ...ready, path: filler.text(ready.path) };
  return ready.kind === 'log' ? { ...ready, pattern: filler.pattern(ready.pattern) } : ready;
}
