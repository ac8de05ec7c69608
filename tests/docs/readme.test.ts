import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { exitCodes } from '../../src/domain/errors.ts';
import { driverNames } from '../../src/domain/plan.ts';
import { formatProblems } from '../../src/plan/format-problems.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import { adapterNames } from '../../src/plan/schema/service.ts';
import { groupedRun, testsOf } from '../support/grouped-run.ts';
import { runnerProgram } from '../support/runner.ts';
import { writeRunFolder } from '../support/sample-run-folder.ts';
import { until } from '../support/until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
let place: string;

/** One kind in each check, as the schema for editors says it. */
const checkSchema = z.object({ oneOf: z.array(z.object({ required: z.array(z.string()) })) });

/** Fenced blocks of one language, in order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text ?? '');
}

function commands(): string[] {
  return blocks('sh').flatMap((block) =>
    block
      .split('\n')
      .map((line) => line.replace(/ {2,}#.*$/, '').trim())
      .filter(Boolean),
  );
}

beforeAll(() => {
  // As a clone looks after `npm ci`, with a logs folder of its own.
  place = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  for (const name of ['plans', 'scripts', 'dist', 'node_modules', 'package.json'])
    symlinkSync(join(root, name), join(place, name));
  mkdirSync(join(place, 'logs'));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

async function shell(command: string) {
  return execa('bash', ['-c', `set -o pipefail; ${command}`], {
    cwd: place,
    reject: false,
    env: { PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}` },
  });
}

/** Its second test lasts until there is a file of that name. */
const walkPlan = `
name: Walk
domains:
  tools:
    driver: command
    scenarios: [{ id: QUICK, steps: [{ run: "true" }] }, { id: LONG, steps: [{ run: "test -e go || sleep 60" }] }]`;

async function interruptedWalk(): Promise<void> {
  const runner = execa(runnerProgram, ['walk.yaml', '--logs-dir', 'walk'], { cwd: place, reject: false });
  const reached = (): boolean => /"trial.started","testId":"LONG"/.test(journalsIn(join(place, 'walk')));
  await until(reached, 'the second test');
  runner.kill('SIGINT');
  expect((await runner).exitCode).toBe(exitCodes.SIGINT);
  writeFileSync(join(place, 'go'), '');
}

function journalsIn(logs: string): string {
  const names = existsSync(logs) ? readdirSync(logs).filter((name) => name.startsWith('RUN_')) : [];
  const journals = names.map((name) => join(logs, name, 'events.jsonl')).filter((path) => existsSync(path));
  return journals.map((path) => readFileSync(path, 'utf8')).join('');
}

describe('the README', () => {
  it('names the two commands that start from a fresh clone, and the second one is what CI calls', () => {
    expect(commands()).toContain('npm ci && scripts/runner plans/full.yaml');
    expect(commands()).toContain('npm ci && npm test');
    expect(readFileSync(join(root, '.ci/run'), 'utf8')).toContain('npm ci && npm test\n');
  });

  it('explains a plan that is valid', () => {
    const [plan = ''] = blocks('yaml');
    expect(parsePlan(plan, join(root, 'plans/readme.yaml')).problems).toEqual([]);
  });

  it('quotes messages as they are', () => {
    const text = readFileSync(join(root, 'tests/fixtures/readme/mine.yaml'), 'utf8');
    const { problems } = parsePlan(text, '/plans/mine.yaml');
    const said = formatProblems(problems, { file: 'plans/mine.yaml', text }, { color: false });
    expect(said).toContain((blocks('text')[0] ?? 'no block').trim());
  });

  it('names every driver, adapter, check and exit code', () => {
    const listed = (subject: string): string[] => {
      const [, list = ''] = new RegExp(`^- ${subject}(.*(?:\\n {2}.*)*)`, 'm').exec(readme) ?? [];
      return [...list.replace(/\([^)]*\)/g, '').matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name).sort();
    };
    expect(listed("A domain's driver")).toEqual(driverNames.toSorted());
    expect(listed('Adapters')).toEqual(adapterNames.toSorted());
    const schema = readFileSync(join(root, 'plans/plan.schema.json'), 'utf8');
    const { $defs: definitions } = z
      .object({ $defs: z.record(z.string(), checkSchema.catch({ oneOf: [] })) })
      .parse(JSON.parse(schema));
    const checks = Object.entries(definitions).filter(([id]) => id.endsWith('Check'));
    expect(listed('Checks')).toEqual(
      [...new Set(checks.flatMap(([, { oneOf }]) => oneOf.flatMap(({ required }) => required)))].sort(),
    );
    const [codes = ''] = /Exit code 0:.*?in good order\./s.exec(readme) ?? [];
    expect([...codes.matchAll(/\b\d+\b/g)].map(Number).sort()).toEqual(Object.values(exitCodes).sort());
  });

  it('shows commands that work', async () => {
    const dryRun = await shell('scripts/runner plans/full.yaml --dry-run');
    expect(dryRun.exitCode).toBe(0);
    const filtered = await shell('scripts/runner plans/full.yaml --domain tools --priority P0,P1');
    expect(filtered.exitCode).toBe(0);
    const json = await shell(String(commands().find((command) => command.includes('--reporter json'))));
    expect(json.exitCode).toBe(0);
    expect(json.stdout.split('\n')).toContain('"run.finished"');
    const [folder = ''] = readdirSync(join(place, 'logs')).filter((name) => name.startsWith('RUN_'));
    const example = String(commands().find((command) => command.startsWith('scripts/generate-report')));
    const report = await shell(example.replace(/RUN_\d{8}_\d{6}/, folder));
    expect(report.exitCode).toBe(0);
  });

  it('shows what runner status says of a run that was broken off', async () => {
    const tests = testsOf([
      ['basics', 'ppp'],
      ['facts', 'pf'],
      ['conversations', 'ps'],
      ['photos', 'pp..'],
      ['voice', '...'],
    ]);
    const last = [{ type: 'run.stopping', reason: { kind: 'signal', signal: 'SIGINT' } }] as const;
    await writeRunFolder(join(place, 'logs'), { ...groupedRun(tests), last });
    const { stdout } = await shell('scripts/runner status RUN_20261121_143000');
    expect(blocks('text')[1]).toBe(`${stdout}\n`);
  });

  it('walks from a run that is interrupted to a comparison', async () => {
    const [, section = ''] = /## Runs over time\n(.*?)\n##+ /s.exec(readme) ?? [];
    const steps = commands().filter((command) => section.includes(command));
    expect(steps).toHaveLength(7);
    writeFileSync(join(place, 'walk.yaml'), walkPlan);
    await interruptedWalk();
    const [first = ''] = readdirSync(join(place, 'walk')).filter((name) => name.startsWith('RUN_'));
    for (const step of steps.slice(1)) {
      const here = step.replace('plans/full.yaml', 'walk.yaml').replace(/run-2026-03-01-\d+/, first);
      const { exitCode, stdout, stderr } = await shell(`${here} --logs-dir walk`);
      if (stderr.includes('this version has no option')) continue;
      // What was continued to its end cannot be abandoned.
      const fine = step.includes(' abandon ') ? [0, 2] : [0];
      expect(fine, `${step}: ${stdout}${stderr}`).toContain(exitCode);
      if (step.endsWith(' status')) expect(stdout).toMatch(/\(broken off\).*Progress: 50% \(1\/2 executed\)/s);
      if (step.includes(' compare ')) expect(stdout).toMatch(/^Change {3}0 regressions/m);
    }
  });

  it('names the files that a run folder holds', async () => {
    await shell('scripts/runner plans/smoke.yaml');
    const last =
      readdirSync(join(place, 'logs'))
        .filter((name) => name.startsWith('RUN_'))
        .sort()
        .at(-1) ?? '';
    const held = readdirSync(join(place, 'logs', last));
    const named = [...readme.matchAll(/^\| `([\w.*]+)\/?`/gm)].map(([, name = '']) => name.replace('*', '.*'));
    expect(named.length).toBeGreaterThan(7);
    for (const name of named)
      expect(
        held.some((file) => new RegExp(`^${name}$`).test(file)),
        name,
      ).toBe(true);
  });

  it('quotes figures, of each benchmark', () => {
    const [, figures = ''] = /## Figures\n(.*?)\n## /s.exec(readme) ?? [];
    for (const subject of ['`--help`', 'TTFT', 'overhead per trial', 'peak memory', 'recording result 20,000']) {
      const row = figures.split('\n').find((line) => line.includes(subject)) ?? '';
      expect(row, subject).toMatch(/\d (ms|MiB|×)/);
    }
  });

  it('links only to what is there', () => {
    const targets = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);
    for (const target of targets.filter((each) => !each.startsWith('http'))) {
      expect(existsSync(join(root, target)), target).toBe(true);
    }
  });
});
