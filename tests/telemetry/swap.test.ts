import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SwapMeter } from '../../src/telemetry/swap.ts';

/** A /proc of a machine with pages of 16 KiB. */
function fakeProc() {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, 'self'));
  const auxv = new BigUint64Array([3n, 4096n, 6n, 16_384n, 0n, 0n]);
  writeFileSync(join(directory, 'self', 'auxv'), new Uint8Array(auxv.buffer));
  return {
    directory,
    pages(inwards: number, outwards: number) {
      writeFileSync(join(directory, 'vmstat'), `nr_free_pages 1\npswpin ${inwards}\npswpout ${outwards}\npgfault 7\n`);
    },
  };
}

it('adds what was swapped in and out, in MiB', () => {
  const proc = fakeProc();
  const swap = new SwapMeter(proc.directory);
  proc.pages(1000, 5000);
  swap.sample(0);
  proc.pages(1064, 5064);
  swap.sample(1000);
  proc.pages(1064, 5128);
  swap.sample(2000);
  expect(swap.between(0, 2000)).toBe(3);
  expect(swap.between(1500, 2000)).toBe(1);
  expect(swap.between(2000, 2000)).toBe(0);
});

it('knows nothing before its first sample, nor where the system does not tell', () => {
  const proc = fakeProc();
  proc.pages(0, 0);
  const swap = new SwapMeter(proc.directory);
  swap.sample(1000);
  expect(swap.between(500, 1000)).toBeUndefined();
  const elsewhere = new SwapMeter('/nowhere');
  elsewhere.sample(0);
  expect(elsewhere.between(0, 1000)).toBeUndefined();
});

it.runIf(process.platform === 'linux')('finds the figures of this machine', () => {
  const swap = new SwapMeter('/proc');
  swap.sample(0);
  swap.sample(1);
  expect(swap.between(0, 1)).toBeGreaterThanOrEqual(0);
});
