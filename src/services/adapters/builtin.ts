// The model services that ship with Flightdeck: programs of their own, run by the Node that runs us.
import { fileURLToPath } from 'node:url';
import { type BuiltinService, builtinModels } from '../../domain/plan.ts';
import { ServiceFailure } from '../failure.ts';
import { noSuchBuiltin } from '../sentences.ts';
import type { Blueprint } from './blueprint.ts';
import { versionAt } from './model-api.ts';

/** `programOf` gives the file of a built-in model's program. */
export function builtinBlueprint(
  service: string,
  template: BuiltinService,
  model: string | null,
  programOf: (model: string) => URL,
): Blueprint {
  const names = Object.keys(builtinModels);
  const known = names.find((name) => name === model);
  if (known === undefined) throw new ServiceFailure(noSuchBuiltin(service, model, names));
  const options = [
    ['--seed', template.seed],
    ['--tokens-per-second', template.tokensPerSecond],
    ['--first-token-ms', template.firstTokenMs],
  ] as const;
  return {
    builtin: true,
    api: 'openai',
    apiKey: null,
    body: {
      kind: 'spawned',
      command: [
        process.execPath,
        '--disable-warning=ExperimentalWarning',
        fileURLToPath(programOf(known)),
        ...['--port', '{port}', '--host', '{host}', '--model', known],
        ...options.flatMap(([flag, value]) => (value === null ? [] : [flag, String(value)])),
      ],
      cwd: process.cwd(),
      env: template.env,
      port: 'auto',
      ready: { kind: 'http', path: '/health' },
      loadsAtStart: true,
    },
    prepare: async () => undefined,
    identify: async (running) => ({ version: await versionAt(running, '/api/version'), modelDigest: null }),
  };
}
