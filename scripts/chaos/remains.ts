// What a run left on the disk: is every announced result there, can everything be read, can its report be made?
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { parse } from 'yaml';
import * as z from 'zod';

export interface Remains {
  /** Results in the journal. */
  readonly recorded: number;
  readonly missing: readonly string[];
  readonly unparsable: readonly string[];
  readonly report: readonly string[];
}

const reportProgram = fileURLToPath(new URL('../generate-report', import.meta.url));
const line = z.object({ event: z.looseObject({ type: z.string() }) });
const finished = z.object({ type: z.literal('trial.finished'), result: z.object({ testId: z.string() }) });
const results = z.array(z.object({ testId: z.string() }));

/** `folder` is null where the run did not get so far as to make one. */
export async function lookAt(folder: string | null, announced: ReadonlySet<string>): Promise<Remains> {
  if (folder === null) {
    return { recorded: 0, missing: [...announced].map((id) => `${id}: no folder`), unparsable: [], report: [] };
  }
  const unparsable: string[] = [];
  const read = <T>(name: string, parser: (text: string) => T): T | null => {
    try {
      return parser(readFileSync(join(folder, name), 'utf8'));
    } catch (error) {
      unparsable.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  };
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  const journal = names.includes('events.jsonl') ? (read('events.jsonl', idsInJournal) ?? []) : [];
  const inFiles = new Set<string>();
  for (const name of names) {
    if (name === 'system_info.yaml') read(name, parse);
    else if (name === 'telemetry.jsonl') read(name, linesOf);
    else if (name === 'run.json') read(name, JSON.parse);
    else if (name.endsWith('.json')) for (const { testId } of read(name, resultsIn) ?? []) inFiles.add(testId);
  }
  const inJournal = new Set(journal);
  const missing = [...announced].flatMap((id) => [
    ...(inJournal.has(id) ? [] : [`${id} in the journal`]),
    ...(inFiles.has(id) ? [] : [`${id} in its domain's file`]),
  ]);
  return { recorded: journal.length, missing, unparsable, report: await reportOf(folder) };
}

/** A last line that was not finished says nothing; all others must be whole. */
function linesOf(text: string): readonly unknown[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((each) => JSON.parse(each));
}

function idsInJournal(text: string): readonly string[] {
  return linesOf(text).flatMap((each) => {
    const { event } = line.parse(each);
    const result = finished.safeParse(event);
    return result.success ? [result.data.result.testId] : [];
  });
}

function resultsIn(text: string): z.infer<typeof results> {
  return results.parse(JSON.parse(text));
}

async function reportOf(folder: string): Promise<readonly string[]> {
  // Killed before it wrote anything: that is no run yet, and nothing was announced.
  if (!existsSync(join(folder, 'system_info.yaml')) && !existsSync(join(folder, 'events.jsonl'))) return [];
  const place = mkdtempSync(join(tmpdir(), 'flightdeck-chaos-'));
  try {
    const args = [folder, '--output', join(place, 'report.xlsx')];
    const { exitCode, stderr } = await execa(reportProgram, args, { reject: false });
    return exitCode === 0 ? [] : [`generate-report ended with ${exitCode}: ${stderr.trim()}`];
  } finally {
    rmSync(place, { recursive: true });
  }
}
