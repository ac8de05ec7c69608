// Errors of TTFT, of the gaps between chunks and of TTFA against a server whose schedule is known and which writes down what
// it did. Each client takes its turn: a bare node:http client, the `openai` package, and the runner with its dashboard off
// and on, also beside two busy neighbours.
import { cpus } from 'node:os';
import { ms, printTable } from './table.ts';
import { type Errors, errorsOf } from './timing/errors.ts';
import { withBusyNeighbours } from './timing/neighbours.ts';
import { type Contestant, type Outcome, race } from './timing/race.ts';
import { withRecordedRunner } from './timing/recorded-runner.ts';

type Names = Readonly<Record<Contestant, string>>;

const names: Names = {
  bare: 'bare node:http',
  openai: 'openai package',
  'runner-plain': 'runner, dashboard off',
  'runner-tui': 'runner, dashboard on',
};

/** Beside busy neighbours nobody is held to a bound, so that fewer requests will do. */
const shareUnderLoad = 0.3;

interface Line {
  readonly name: string;
  readonly errors: Errors;
  /** Of the same race. */
  readonly bare: Errors;
  readonly busy: number;
}

export async function timingBench({ requests = 200 }: { readonly requests?: number | undefined }): Promise<void> {
  await withRecordedRunner(async (program) => {
    console.log(`\ntiming: one request at a time, clients by turns, on ${cpus().length} cores`);
    const course = { kind: 'chat', requests, program } as const;
    const chat = [
      ...linesOf(await race({ ...course, contestants: ['bare', 'openai', 'runner-plain'] })),
      ...linesOf(await race({ ...course, contestants: ['bare', 'runner-tui'] }), {
        ...names,
        bare: `${names.bare}, beside the dashboard`,
      }),
    ];
    printFirst(`TTFT, measured minus true, ${requests} requests each`, chat);
    printGaps(`gaps between chunks, |measured − true|, ${requests} × 99 each`, chat);
    printGoals(chat);
    const all = ['bare', 'runner-plain', 'runner-tui'] as const;
    const speech = linesOf(await race({ ...course, kind: 'speech', contestants: all }));
    printFirst(`TTFA, measured minus true, ${requests} requests each`, speech);
    const few = Math.ceil(requests * shareUnderLoad);
    const loaded = linesOf(await withBusyNeighbours(2, () => race({ ...course, requests: few, contestants: all })));
    printFirst(`TTFT beside two busy neighbours, ${few} requests each`, loaded);
    printGaps(`gaps between chunks beside two busy neighbours, ${few} × 99 each`, loaded);
  });
}

function linesOf({ pairs, busy }: Outcome, called: Names = names): readonly Line[] {
  const bare = errorsOf(pairs.get('bare') ?? []);
  return [...pairs].map(([contestant, own]) => ({ name: called[contestant], errors: errorsOf(own), bare, busy }));
}

function printFirst(title: string, lines: readonly Line[]): void {
  const rows = lines.map(({ name, errors: { first, wayThereMs }, bare, busy }) => [
    name,
    ...[first.p50, first.p95, first.p99, first.max, wayThereMs, first.p50 - bare.first.p50].map((value) =>
      ms(value, 3),
    ),
    `${(busy * 100).toFixed(0)} %`,
  ]);
  printTable(title, ['', 'p50', 'p95', 'p99', 'max', 'of it to the server', 'p50 above bare', 'cores busy'], rows);
}

function printGaps(title: string, lines: readonly Line[]): void {
  const rows = lines.map(({ name, errors: { gaps }, bare }) => [
    name,
    ...[gaps.p50, gaps.p95, gaps.p99, gaps.p50 - bare.gaps.p50].map((value) => ms(value, 3)),
  ]);
  printTable(title, ['', 'p50', 'p95', 'p99', 'p50 above bare'], rows);
}

/** A machine with other work to do misses them without anybody's fault. */
function printGoals(lines: readonly Line[]): void {
  const ours = lines.filter(({ name }) => name.startsWith('runner'));
  const rows = ours.flatMap(({ name, errors, bare }) => [
    goal(name, 'TTFT error above bare, p50', errors.first.p50 - bare.first.p50, 0.2),
    goal(name, 'TTFT error, p99 on an idle machine', errors.first.p99, 4),
    goal(name, 'chunk gap error, p50', errors.gaps.p50, 0.1),
  ]);
  printTable('goals', ['', '', 'at most', 'measured', ''], rows);
}

function goal(name: string, what: string, measured: number, most: number): string[] {
  return [name, what, ms(most, 1), ms(measured, 3), measured <= most ? 'pass' : 'miss'];
}
