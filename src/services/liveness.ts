// Whether a service that was ready still answers at all. What it says does not matter: a server that is busy or refuses is
// alive.
import type { Readiness } from '../domain/plan.ts';
import { httpProbe } from '../system/http-probe.ts';
import { tcpProbe } from '../system/tcp-probe.ts';
import { authorization, inWords } from './adapters/model-api.ts';
import type { AttemptPlace } from './readiness.ts';

/** A clause about what came of asking; null where it answers, and where it cannot be asked. */
export type Alive = (timeoutMs: number) => Promise<string | null>;

export function aliveness(ready: Readiness, { url, apiKey }: Pick<AttemptPlace, 'url' | 'apiKey'>): Alive {
  switch (ready.kind) {
    case 'http':
      return async (timeoutMs) => {
        const outcome = await httpProbe({ url: `${url}${ready.path}`, headers: authorization(apiKey), timeoutMs });
        return outcome.kind === 'answer' ? null : inWords(outcome);
      };
    case 'tcp': {
      const { hostname, port } = new URL(url);
      return async (timeoutMs) =>
        (await tcpProbe(hostname, Number(port), timeoutMs)) ? null : 'its port takes no connection';
    }
    case 'log':
      return async () => null;
    default:
      return ready satisfies never;
  }
}
