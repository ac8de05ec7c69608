// What the amdgpu driver itself tells in /sys/class/drm, where none of AMD's tools is installed.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '../../domain/present.ts';
import type { GpuSample } from '../../domain/samples.ts';
import { bytesPerMiB } from '../../domain/units.ts';
import type { GpuReader } from '../polling-source.ts';

export function amdDrm(directory: string, intervalMs: number): GpuReader {
  return {
    name: directory,
    intervalMs,
    async read() {
      const cards = (await entries(directory)).filter((entry) => /^card\d+$/.test(entry));
      cards.sort((a, b) => Number(a.slice(4)) - Number(b.slice(4)));
      const samples = await Promise.all(cards.map((name) => sampleOf(name, join(directory, name, 'device'))));
      return samples.filter((sample) => sample !== null).map((sample, index) => ({ ...sample, index }));
    },
  };
}

/** Null for a card of another make. */
async function sampleOf(card: string, device: string): Promise<GpuSample | null> {
  const total = await numberIn(join(device, 'mem_info_vram_total'));
  if (total === null) return null;
  const [used, busy, name, sensors] = await Promise.all([
    numberIn(join(device, 'mem_info_vram_used')),
    numberIn(join(device, 'gpu_busy_percent')),
    textIn(join(device, 'product_name')),
    entries(join(device, 'hwmon')),
  ]);
  const sensor = join(device, 'hwmon', sensors[0] ?? 'none');
  const [averageMicrowatts, microwatts, millidegrees] = await Promise.all(
    ['power1_average', 'power1_input', 'temp1_input'].map((file) => numberIn(join(sensor, file))),
  );
  return {
    index: 0,
    uuid: `AMD-${card}`,
    name: name === null || name === '' ? 'AMD GPU' : name,
    ...present({
      vramTotalMiB: scaled(total, bytesPerMiB),
      vramUsedMiB: scaled(used, bytesPerMiB),
      utilizationPercent: busy,
      temperatureC: scaled(millidegrees ?? null, 1000),
      powerW: scaled(averageMicrowatts ?? microwatts ?? null, 1_000_000),
    }),
  };
}

function scaled(value: number | null, by: number): number | null {
  return value === null ? null : value / by;
}

async function entries(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []); // not on this system
}

async function numberIn(file: string): Promise<number | null> {
  const text = await textIn(file);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** Null where the driver does not tell: not every card has every file, and one that sleeps refuses to be read. */
async function textIn(file: string): Promise<string | null> {
  return readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}
