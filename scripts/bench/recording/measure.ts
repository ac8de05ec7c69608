// What one result costs to record after so many others: time, bytes and memory. A process of its own for each way, which is
// named in its argument; prints one line of JSON. Wants --expose-gc.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import * as z from 'zod';
import { asARun, byRewriting, type Way } from './ways.ts';

const marks = [100, 1_000, 20_000];
/** Results up to a mark that are measured. */
const around = 99;

function measure(way: Way) {
  return marks.map((mark) => {
    way.skipTo(mark - around);
    globalThis.gc?.();
    const heapMiB = process.memoryUsage().heapUsed / 2 ** 20;
    const before = written();
    const costs = Array.from({ length: around }, () => timed(() => way.record()));
    const after = written();
    const each = (counter: keyof typeof after): number => (after[counter] - before[counter]) / around;
    return { mark, costMs: median(costs), givenBytes: each('given'), diskBytes: each('disk'), heapMiB };
  });
}

function timed(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

/** Bytes that this process gave to `write`, and bytes of the pages that it made dirty, which the disk has to take. */
function written(): { readonly given: number; readonly disk: number } {
  const counters = readFileSync('/proc/self/io', 'utf8');
  const counter = (name: string): number => Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(counters)?.[1]);
  return { given: counter('wchar'), disk: counter('write_bytes') };
}

const name = z.enum(['fsync', 'os', 'rewrite']).parse(process.argv[2]);
const directory = mkdtempSync(join(tmpdir(), 'flightdeck-bench-'));
try {
  const figures = measure(name === 'rewrite' ? byRewriting(directory) : asARun(directory, name));
  console.log(JSON.stringify({ figures, peakMiB: process.resourceUsage().maxRSS / 1024 }));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
