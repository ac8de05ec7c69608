// The two reporters for pipes.
import { describe, expect, it } from 'vitest';
import { Workspace } from '../support/runner.ts';

const plan = `
name: Reporters
services:
  builtin: { adapter: builtin, seed: 7, tokensPerSecond: 20 }
domains:
  llm:
    loadouts: [builtin/tiny-markov]
    scenarios: [{ id: LLM-001, name: Says something, prompt: Hello, maxTokens: 8 }]
  tools:
    driver: command
    scenarios:
      - { id: TOOL-001, name: Works, steps: [{ run: echo fine }] }
      - { id: TOOL-002, name: Does not, retries: 1, steps: [{ name: look, run: echo seen; echo trouble >&2; exit 3, expect: [{ exitCode: 0 }, { contains: seen }] }] }
      - { id: TOOL-003, name: Comes after, dependsOn: [TOOL-002], steps: [{ run: "true" }] }`;

describe('on a pipe', { concurrent: true }, () => {
  it('plain prints a line per trial, failures in full and where everything is', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout, stderr } = await workspace.run([workspace.plan(plan)]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    test.expect(withoutFigures(stdout, workspace)).toMatchSnapshot();
  });

  it('plain colours its lines where it is told to', async (test) => {
    const workspace = new Workspace(test);
    const forced = await workspace.run([workspace.plan(plan), '--ids', 'TOOL-001', '--no-report'], {
      env: { FORCE_COLOR: '1' },
    });
    expect(forced.stdout).toContain('\u001b[32m   PASS');
  });

  it('json prints the lines of the journal and nothing else', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout, stderr } = await workspace.run([workspace.plan(plan), '--reporter', 'json']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe(workspace.onDisk.text('events.jsonl'));
    expect(stdout).toContain('"type":"report.finished"');
  });
});

function withoutFigures(text: string, { directory }: Workspace): string {
  return (
    text
      .replaceAll(directory, '…')
      .replace(/RUN_\d{8}_\d{6}/g, 'RUN_…')
      .replace(/_\d{8}_\d{6}\.log/g, '_….log')
      .replace(/^(.* · Flightdeck) .*\n.*$/m, '$1 …\n(the machine)')
      .replace(/ in [\d.]+ ?(ms|s)( \(built-in\))?$/gm, ' in …$2')
      .replace(/ +(\d+(\.\d+)?|<?0\.\d+) ?s\b/g, ' …s')
      .replace(/ +\d+(\.\d+)? ms\b/g, ' … ms')
      .replace(/ +\d+(\.\d+)? tok\/s\b/g, ' … tok/s')
      .replace(/bytes \d+–\d+/g, 'bytes …')
      // A busy machine delays event loops, which is said and moves columns.
      .replace(/[ (;]*doubtful: [^)]*(?=\))/g, '')
      .replace(/^\? some of its numbers.*\n|\n\d+ trials? with doubtful numbers.*\n/gm, '')
      .replace(/\* \?/g, '* ')
      .replace(/(\S) {2,}/g, '$1  ')
  );
}
