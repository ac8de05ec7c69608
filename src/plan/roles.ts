// Which service can be asked for what: what each adapter and built-in model does, and the sentence where it cannot.
import { builtinModels, type ModelRole, type ServiceTemplate } from '../domain/plan.ts';
import type { AdapterName } from './schema/service.ts';
import { alternatives, suggestion } from './suggest.ts';
import { hasVariable } from './variables.ts';

/** A role that a loadout has to fill, and whose it is: `the stt driver`, `the stt of an sts loadout`. */
export interface Need {
  readonly role: ModelRole;
  readonly whose: string;
}

/** Those that can do nothing else; the others are as their `api` says, or ship with models of their own. */
const abilities: Partial<Record<AdapterName, readonly ModelRole[]>> = {
  ollama: ['llm', 'vlm'],
  'llama-server': ['llm', 'vlm'],
  vllm: ['llm', 'vlm', 'stt'],
  'whisper-server': ['stt'],
  'openai-audio': ['stt', 'tts'],
};

const verbs: Readonly<Record<ModelRole, string>> = {
  llm: 'writes',
  vlm: 'looks at images',
  stt: 'listens',
  tts: 'speaks',
};

/** In two lines, the second one the hint; null where the service can do it. */
export function abilityProblem(service: ServiceTemplate, { role, whose }: Need): string | null {
  const quoted = `"${service.name}"`;
  if ('api' in service) {
    if (service.api === 'none') {
      const apis = role === 'llm' || role === 'vlm' ? 'api: openai or api: ollama' : 'api: openai';
      return `the service ${quoted} cannot be asked anything, because its api is none\n${whose} needs ${apis}`;
    }
    if (service.api === 'openai' || role === 'llm' || role === 'vlm') return null;
    return `the service ${quoted} has api: ollama, which never ${verbs[role]}\n${whose} needs api: openai`;
  }
  const able = abilities[service.adapter];
  if (able === undefined || able.includes(role)) return null;
  const does = alternatives(
    able.map((each) => verbs[each]),
    'or',
  );
  return `the service ${quoted} (adapter ${service.adapter}) ${does}; ${whose} needs one that ${verbs[role]}\n${hintFor(role)}`;
}

function hintFor(role: ModelRole): string {
  const own = Object.entries(abilities).flatMap(([adapter, able]) => (able.includes(role) ? [adapter] : []));
  const model = builtinFor(role);
  return `what ${verbs[role]}: adapter ${[...own, 'command', 'external'].join(', ')}, or ${model.join(', ')} of adapter builtin`;
}

/** Null as the need: a command suite takes any model. */
export function builtinProblem(model: string | null, service: string, need: Need | null): string | null {
  const there = need === null ? Object.keys(builtinModels) : builtinFor(need.role);
  if (model === null) return `the service ${service} needs a model here\nthere is: ${there.join(', ')}`;
  if (hasVariable(model)) return null;
  const role = Object.entries(builtinModels).find(([name]) => name === model)?.[1];
  if (role === undefined) return `no model "${model}" ships with Flightdeck\n${suggestion(model, there) ?? ''}`;
  if (need === null || role === need.role) return null;
  return `"${model}" ${verbs[role]}; ${need.whose} needs one that ${verbs[need.role]}\nthere is: ${there.join(', ')}`;
}

function builtinFor(role: ModelRole): readonly string[] {
  return Object.entries(builtinModels).flatMap(([name, does]) => (does === role ? [name] : []));
}
