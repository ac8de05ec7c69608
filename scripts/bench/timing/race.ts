// Clients take turns at one server, each a process of its own, and what they measured is laid beside what the server did.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import * as z from 'zod';
import { withProgram } from '../fixture.ts';
import { runPlan } from '../runner-process.ts';
import { type Asked, asked, type Kind, type Served, schedules, served } from './records.ts';

/** `runner` with the dashboard off or on; the names are also those of the models that they ask for. */
export type Contestant = 'bare' | 'openai' | 'runner-plain' | 'runner-tui';

export interface Race {
  readonly kind: Kind;
  readonly contestants: readonly Contestant[];
  /** Of each contestant, after one that does not count. */
  readonly requests: number;
  /** The command that starts a runner which writes its times down. */
  readonly program: readonly string[];
}

export interface Pair {
  readonly asked: Asked;
  readonly served: Served;
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export interface Outcome {
  readonly pairs: ReadonlyMap<Contestant, readonly Pair[]>;
  /** Share of all cores, by whomever; on an otherwise idle machine with two cores a race takes about a sixth. */
  readonly busy: number;
}

export async function race(course: Race): Promise<Outcome> {
  const { contestants, requests } = course;
  const before = coreTimes();
  const args = [here('scheduled-server.ts'), String(requests + 1), ...contestants];
  return withProgram(args, async (url) => {
    const times = await Promise.all(contestants.map((contestant) => measuredBy(contestant, course, url)));
    const answer = await fetch(`${url}/served`);
    const seen = z.array(served).parse(await answer.json());
    const pairs = new Map(
      contestants.map((contestant, index) => {
        const own = seen.filter(({ client }) => client === contestant).slice(-requests);
        return [
          contestant,
          pairsOf(contestant, (times[index] ?? []).slice(-requests), own, schedules[course.kind].pieces),
        ];
      }),
    );
    const after = coreTimes();
    return { pairs, busy: 1 - (after.idle - before.idle) / (after.all - before.all) };
  });
}

function coreTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((core) => core.times);
  const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((each) => Object.values(each))) };
}

function measuredBy(contestant: Contestant, course: Race, url: string): Promise<readonly Asked[]> {
  switch (contestant) {
    case 'bare':
    case 'openai':
      return byClient(contestant, course, url);
    case 'runner-plain':
    case 'runner-tui':
      return byRunner(contestant, course, url);
    default:
      return contestant satisfies never;
  }
}

async function byClient(which: 'bare' | 'openai', { kind, requests }: Race, url: string): Promise<readonly Asked[]> {
  const args = [here('client.ts'), `${which}-${kind}`, url, String(requests + 1)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`the ${which} client ended with ${code}`);
  return linesOf(printed);
}

async function byRunner(which: 'runner-plain' | 'runner-tui', course: Race, url: string): Promise<readonly Asked[]> {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-bench-'));
  const times = join(directory, 'times.jsonl');
  try {
    await runPlan(planOf(course, which, url), which === 'runner-tui' ? 'tui' : 'plain', {
      program: course.program,
      env: { FLIGHTDECK_BENCH_TIMES: times },
    });
    return linesOf(readFileSync(times, 'utf8'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function planOf({ kind, requests }: Race, model: string, url: string): string {
  const ids = Array.from({ length: requests }, (_, index) => `B-${index + 1}`);
  const loadouts = [`server/${model}`];
  const domain =
    kind === 'chat'
      ? { llm: { loadouts, scenarios: ids.map((id) => ({ id, prompt: 'Say something' })) } }
      : { tts: { loadouts, scenarios: ids.map((id) => ({ id, text: 'Say something' })) } };
  return stringify({
    name: 'Timing',
    defaults: { timeout: '60s', maxTokens: 128 },
    services: { server: { adapter: 'external', url, api: 'openai' } },
    domains: domain,
  });
}

function linesOf(printed: string): readonly Asked[] {
  return printed
    .trimEnd()
    .split('\n')
    .map((line) => asked.parse(JSON.parse(line)));
}

/** The clocks of two processes are one: nothing is read before it was sent, and nothing arrives before it was written. */
function pairsOf(
  contestant: Contestant,
  times: readonly Asked[],
  seen: readonly Served[],
  pieces: number,
): readonly Pair[] {
  if (times.length !== seen.length) {
    throw new Error(`${contestant} measured ${times.length} answers, and the server gave it ${seen.length}`);
  }
  return seen.map((answer, index) => {
    const request = times[index];
    if (request === undefined || request.arrivedAt.length !== pieces || answer.writtenAt.length !== pieces) {
      throw new Error(`${contestant} saw ${request?.arrivedAt.length} pieces of answer ${index + 1}, not ${pieces}`);
    }
    const inOrder =
      request.sentAt < answer.readAt && answer.writtenAt.every((at, piece) => at < (request.arrivedAt[piece] ?? 0));
    if (!inOrder) throw new Error(`${contestant} and the server do not agree about the time`);
    return { asked: request, served: answer };
  });
}
