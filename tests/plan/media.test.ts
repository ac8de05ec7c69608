import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { noFilters } from '../../src/domain/schedule.ts';
import { expandPlan } from '../../src/plan/expand-plan.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import { PlanError } from '../../src/plan/problems.ts';
import { resolveVariables } from '../../src/plan/resolve-variables.ts';
import { planOf } from './plan-of.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function text(audio: string): string {
  return `name: x
services: { builtin: { adapter: builtin } }
domains: { stt: { loadouts: [builtin/modem-stt], scenarios: [{ id: A, audio: "${audio}" }] } }
`;
}

function problemsOf(audio: string) {
  return parsePlan(text(audio), join(folder, 'p.yaml')).problems.map(({ message, hint }) => [message, hint]);
}

function resolvedAudio(audio: string, env: Record<string, string>) {
  const plan = planOf(text(audio), join(folder, 'p.yaml'));
  const { schedule } = resolveVariables(plan, expandPlan(plan, noFilters, {}), env);
  return schedule.stretches[0]?.tests[0]?.scenario;
}

function refusal(audio: string, env: Record<string, string>): PlanError {
  try {
    resolvedAudio(audio, env);
  } catch (error) {
    if (error instanceof PlanError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

it('refuses a recording that is larger than 100 MiB, and takes one that just fits', () => {
  writeFileSync(join(folder, 'long.wav'), '');
  truncateSync(join(folder, 'long.wav'), 100 * 1024 * 1024 + 1);
  expect(problemsOf('long.wav')).toEqual([['"audio" is "long.wav", which is larger than 100 MiB', null]]);
  truncateSync(join(folder, 'long.wav'), 100 * 1024 * 1024);
  expect(problemsOf('long.wav')).toEqual([]);
});

it.skipIf(process.getuid?.() === 0)('refuses what may not be read', () => {
  writeFileSync(join(folder, 'secret.wav'), 'sound');
  chmodSync(join(folder, 'secret.wav'), 0);
  expect(problemsOf('secret.wav')).toEqual([['"audio" is "secret.wav", which this user may not read', null]]);
});

it('refuses what is no regular file', () => {
  expect(problemsOf('/dev/null')).toEqual([['"audio" is "/dev/null", which is no regular file', null]]);
});

it('looks at a path with variables once they have values', () => {
  mkdirSync(join(folder, 'clips'));
  writeFileSync(join(folder, 'clips/hello.wav'), 'sound');
  expect(resolvedAudio('${CLIPS:-clips}/hello.wav', {})).toMatchObject({ audio: join(folder, 'clips/hello.wav') });
  const { message, problems } = refusal('${CLIPS}/helo.wav', { CLIPS: join(folder, 'clips') });
  expect(problems).toEqual([
    {
      message: `\${CLIPS}/helo.wav, with its variables filled in, is "${folder}/clips/helo.wav", and there is no file ${folder}/clips/helo.wav`,
      hint: `did you mean "${folder}/clips/hello.wav"?`,
      position: { line: 3, column: 79 },
      length: 8,
    },
  ]);
  expect(message).toContain('1 problem in');
});

it('takes a literal ${ in a path, and folders that have one in their names', () => {
  mkdirSync(join(folder, '${X}'));
  writeFileSync(join(folder, '${X}/a.wav'), 'sound');
  expect(resolvedAudio('$${X}/a.wav', { X: 'nowhere' })).toMatchObject({ audio: join(folder, '${X}/a.wav') });
  const plan = planOf(text('a.wav'), join(folder, '${X}/p.yaml'));
  const { schedule } = resolveVariables(plan, expandPlan(plan, noFilters, {}), {});
  expect(schedule.stretches[0]?.tests[0]?.scenario).toMatchObject({ audio: join(folder, '${X}/a.wav') });
});
