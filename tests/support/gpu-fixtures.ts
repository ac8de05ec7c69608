// Fake tools of GPU drivers, and sources that are listened to.
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { GpuProcess, GpuSample } from '../../src/domain/samples.ts';
import type { GpuPlace } from '../../src/telemetry/gpu-place.ts';
import type { GpuSource } from '../../src/telemetry/gpu-source.ts';

/** A file or folder of tests/fixtures. */
export function fixturePath(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

/** A machine on which only these folders of tests/fixtures are searched for programs. */
export function placeWith(folders: readonly string[], fields: Partial<GpuPlace> = {}): GpuPlace {
  return {
    searchPath: folders.map(fixturePath).join(':'),
    platform: 'linux',
    drmDirectory: '/nowhere',
    procDirectory: '/proc',
    ...fields,
  };
}

export interface Heard {
  /** One entry for each time that the source told of samples. */
  readonly rounds: (readonly GpuSample[])[];
  readonly intervals: Set<number>;
  readonly processes: (readonly GpuProcess[] | null)[];
  readonly problems: string[];
  ended: boolean;
}

/** Starts a source, which is stopped with the test. */
export function listenTo(source: GpuSource): Heard {
  const heard: Heard = { rounds: [], intervals: new Set(), processes: [], problems: [], ended: false };
  source.start({
    onSamples: (samples, intervalMs) => {
      heard.rounds.push(samples);
      heard.intervals.add(intervalMs);
    },
    onProcesses: (processes) => heard.processes.push(processes),
    onProblem: (message) => heard.problems.push(message),
    onEnded: () => {
      heard.ended = true;
    },
  });
  onTestFinished(() => source.stop());
  return heard;
}
