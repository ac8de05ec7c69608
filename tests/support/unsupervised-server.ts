// A server of tests/fixtures/processes that nobody supervises: somebody else's, as far as the product is concerned.
import { spawn } from 'node:child_process';
import getPort from 'get-port';
import { onTestFinished } from 'vitest';
import { tcpProbe } from '../../src/system/tcp-probe.ts';
import { fixture } from './supervised.ts';
import { until } from './until.ts';

export interface UnsupervisedServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
}

/** It listens when this resolves, and is ended with the test. */
export async function unsupervisedServer(
  name: string,
  env: (port: number) => Readonly<Record<string, string>> = () => ({}),
  host: '127.0.0.1' | '::1' = '127.0.0.1',
): Promise<UnsupervisedServer> {
  const port = await getPort({ host });
  const [node = '', ...args] = fixture(name, String(port), host);
  const child = spawn(node, args, { stdio: 'ignore', env: { ...process.env, ...env(port) } });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await until(() => child.exitCode !== null || child.signalCode !== null, `the end of ${name}`);
  });
  await until(() => tcpProbe(host, port, 1000), `${name} to listen`);
  return { url: `http://${host === '::1' ? '[::1]' : host}:${port}`, port, pid: child.pid ?? 0 };
}
