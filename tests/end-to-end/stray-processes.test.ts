// A service whose grandchild ignores SIGTERM and has left its session: it survives no ending of the run.
import { describe, expect, it } from 'vitest';
import { listProcesses } from '../../src/system/processes.ts';
import { fixtureCommand, Workspace } from '../support/runner.ts';
import { until } from '../support/until.ts';

const plan = (step: string): string => `
name: Strays
services:
  strays: { adapter: command, api: none, ready: { http: / }, command: ${fixtureCommand('processes/leaves-stray.mjs', '{port}')} }
domains:
  tools:
    driver: command
    loadouts: [strays]
    scenarios: [{ id: STEP, steps: [{ run: "${step}" }] }]`;

const endings = [
  { ending: 'finishes', step: 'true', signal: null, code: 0 },
  { ending: 'fails', step: 'false', signal: null, code: 1 },
  { ending: 'is interrupted', step: 'sleep 60', signal: 'SIGINT', code: 130 },
  { ending: 'is terminated', step: 'sleep 60', signal: 'SIGTERM', code: 143 },
  { ending: 'loses its terminal', step: 'sleep 60', signal: 'SIGHUP', code: 129 },
] as const;

describe('a stray grandchild of a service', { concurrent: true }, () => {
  it.for(endings)('is ended when the run $ending', async ({ step, signal, code }, test) => {
    const workspace = new Workspace(test);
    const runner = workspace.start([workspace.plan(plan(step)), '--no-report']);
    await workspace.event('trial.started');
    const log = workspace.onDisk.files().find((name) => name.startsWith('svc_')) ?? '';
    const pid = await until(() => Number(/^stray (\d+)$/m.exec(workspace.onDisk.text(log))?.[1] ?? 0), 'the stray');
    const stray = listProcesses().find((entry) => entry.pid === pid);
    if (signal !== null) {
      expect(stray).toMatchObject({ session: pid });
      runner.kill(signal);
    }
    expect((await runner.ended).code).toBe(code);
    expect(listProcesses().some((entry) => entry.pid === pid)).toBe(false);
    expect([...workspace.left()]).toEqual([]);
    expect(workspace.onDisk.events.find((event) => event.type === 'service.stopped')).toMatchObject({ forced: true });
  });
});
