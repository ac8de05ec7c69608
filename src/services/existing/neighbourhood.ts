// What a take-over may see and touch of the machine it runs on. Whoever gives it less, a test above all, can be sure that
// nothing else is looked at, let alone stopped.
import { controlGroupOf } from '../../system/control-group.ts';
import { listProcesses, type ProcessEntry } from '../../system/processes.ts';

export interface Neighbourhood {
  /** Where a server listens that was not told otherwise. */
  readonly ports: readonly number[];
  /** The only processes that are looked at. */
  processes(): readonly ProcessEntry[];
  /** As /proc/PID/cgroup has it. */
  controlGroupOf(pid: number): string | null;
  /** Where the service manager's program is looked for. */
  readonly searchPath: string | undefined;
  /** Null on systems without users. */
  readonly userId: number | null;
  /** How long a server that was stopped by a signal is watched for: systemd's unit restarts it after 3 s, the app after 1 s. */
  readonly watchMs: number;
}

const defaultPort = 11434;
const vetoVariable = 'FLIGHTDECK_EXISTING';

/** The whole machine; null where it says `FLIGHTDECK_EXISTING=leave`: then no plan stops anything there. */
export function machineNeighbourhood(environment: Readonly<NodeJS.ProcessEnv>): Neighbourhood | null {
  if (environment[vetoVariable] === 'leave') return null;
  return {
    ports: [...new Set([defaultPort, ollamaPort(environment['OLLAMA_HOST'])])],
    processes: listProcesses,
    controlGroupOf,
    searchPath: environment['PATH'],
    userId: process.getuid?.() ?? null,
    watchMs: 4000,
  };
}

/** As Ollama reads its OLLAMA_HOST: a host, `host:port` or a URL, whose port is that of its scheme. */
export function ollamaPort(written: string | undefined): number {
  const text = (written ?? '').trim().replace(/^["']+|["']+$/g, '');
  const [, scheme, host = ''] = /^(?:(https?):\/\/)?([^/]*)/i.exec(text) ?? [];
  const standard = scheme === undefined ? defaultPort : scheme.toLowerCase() === 'https' ? 443 : 80;
  const port = Number(/:(\d+)$/.exec(host)?.[1] ?? standard);
  return port > 0 && port < 65_536 ? port : defaultPort;
}
