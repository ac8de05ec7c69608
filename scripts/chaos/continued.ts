// The end of a round: the run goes on, and comes to what it would have come to undisturbed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';
import { runnerProgram } from './victim.ts';

const event = z.object({ event: z.looseObject({ type: z.string() }) });
const selected = z.object({ tests: z.array(z.object({ testId: z.string(), repeats: z.number() })) });
const finished = z.object({
  result: z.object({
    testId: z.string(),
    repeat: z.number(),
    attempt: z.number(),
    status: z.string(),
    error: z.string().nullish(),
  }),
});
const longestMs = 120_000;

/** What is wrong; nothing for a run that had not begun yet. */
export async function continueRun(
  folder: string | null,
  env: NodeJS.ProcessEnv,
  retryFailed: boolean,
): Promise<readonly string[]> {
  if (folder === null || !hasBegun(folder)) return [];
  const args = ['run', '--continue', folder, '--no-report', '--reporter', 'plain'];
  if (retryFailed) args.push('--retry-failed');
  // The terminals of other rounds are read meanwhile.
  const { exitCode, stdout, stderr } = await execa(runnerProgram, args, { env, timeout: longestMs, reject: false });
  const said = `${stdout.trim().split('\n').at(-1) ?? ''} ${stderr.trim()}`.trim();
  return [...(exitCode === 0 ? [] : [`it ended with ${exitCode ?? 'no code'}: ${said}`]), ...wrongResults(folder)];
}

function hasBegun(folder: string): boolean {
  const journal = join(folder, 'events.jsonl');
  return existsSync(journal) && readFileSync(journal, 'utf8').includes('"type":"run.started"');
}

/** Each repeat of each selected test passed in its last attempt, and no attempt was recorded twice. */
function wrongResults(folder: string): readonly string[] {
  const lines = readFileSync(join(folder, 'events.jsonl'), 'utf8').trimEnd().split('\n');
  const events = lines.map((line) => event.parse(JSON.parse(line)).event);
  const of = (type: string) => events.filter((each) => each.type === type);
  const wanted = of('tests.selected').flatMap((each) =>
    selected
      .parse(each)
      .tests.flatMap(({ testId, repeats }) => Array.from({ length: repeats }, (_, index) => `${testId} ${index + 1}`)),
  );
  const attempts = of('trial.finished').map((each) => finished.parse(each).result);
  const last = new Map(attempts.map((result) => [`${result.testId} ${result.repeat}`, result]));
  const twice =
    attempts.length - new Set(attempts.map(({ testId, repeat, attempt }) => `${testId} ${repeat}.${attempt}`)).size;
  return [
    ...wanted.filter((key) => last.get(key)?.status !== 'passed').map((key) => `${key} is ${state(last.get(key))}`),
    ...[...last.keys()].filter((key) => !wanted.includes(key)).map((key) => `${key} was never selected`),
    ...(wanted.length === 0 ? ['no test was selected'] : []),
    ...(twice === 0 ? [] : [`${twice} attempts were recorded twice`]),
  ];
}

function state(result: { readonly status: string; readonly error?: string | null | undefined } | undefined): string {
  return result === undefined ? 'missing' : `${result.status} (${result.error ?? 'no reason given'})`;
}
