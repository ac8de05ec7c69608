// A service whose log has 5 GiB: everything that looks at it looks at a small part.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixtureCommand, root, Workspace } from '../support/runner.ts';

const fiveGiB = 5 * 1024 ** 3;

it('is ready by its log, has its parts named, quotes its end, and is warned of once', async (test) => {
  const workspace = new Workspace(test);
  const end = join(workspace.directory, 'end');
  const warned = `until grep -q "passed 1 GiB" logs/RUN_*/progression.log; do sleep 0.05; done`;
  const plan = workspace.plan(`
name: Talkative
services:
  talks:
    adapter: command
    api: none
    port: auto
    command: ${fixtureCommand('processes/logs-gigabytes.mjs', end)}
    ready: { log: "server is ready" }
domains:
  tools:
    driver: command
    loadouts: [talks]
    scenarios:
      - { id: A, steps: [{ run: '${warned}' }], timeout: 20s }
      - { id: B, steps: [{ run: 'sleep 0.1; touch ${end}; sleep 20' }], timeout: 20s }`);
  const began = performance.now();
  const { code, stdout } = await workspace.run([plan, '--no-report']);
  const run = workspace.onDisk;
  expect(code, stdout).toBe(1);

  const [first, second] = run.results;
  expect(first).toMatchObject({ testId: 'A[talks]', status: 'passed' });
  const [{ log = { from: 0, to: 0 } } = {}] = Object.values(first?.services ?? {});
  expect(log.from).toBeGreaterThan(fiveGiB);
  expect(log.to).toBeGreaterThan(log.from);
  expect(second?.error).toContain('exited with code 3');
  expect(run.events).toContainEqual(
    expect.objectContaining({ type: 'service.exited', exitCode: 3, lastLine: 'no room for more' }),
  );
  const warnings = run.events.filter((event) => event.type === 'notice.raised' && event.level === 'warning');
  expect(warnings).toEqual([
    {
      type: 'notice.raised',
      level: 'warning',
      message:
        'the log of service "talks" has passed 1 GiB and may fill the disk under the run folder; let it print less, for example with the log level among its options or arguments in the plan',
    },
  ]);
  expect(run.text('progression.log').match(/\[WARNING\] the log of service "talks" has passed 1 GiB/g)).toHaveLength(1);

  const output = join(workspace.directory, 'report.xlsx');
  const report = await workspace.run([run.directory, '--output', output], {
    program: `${root}scripts/generate-report`,
  });
  expect(report.code, report.stderr).toBe(0);
  expect(existsSync(output)).toBe(true);
  // To read all of the log takes longer.
  expect(performance.now() - began).toBeLessThan(15_000);
});
