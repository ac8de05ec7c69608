// The files that a result names are on the disk before anybody hears of it, for a machine that loses its power.
import { posix } from 'node:path';
import type { RecordedEvent } from '../domain/events.ts';
import type { ActualOutput, TrialResult } from '../domain/results.ts';

/** Paths are relative to the run folder. */
export interface ArtifactSync {
  file(path: string): void;
  folder(path: string): void;
}

export function createArtifactSync(sync: ArtifactSync) {
  return {
    nameFor: () => 'artifacts',
    write({ event }: RecordedEvent): void {
      if (event.type !== 'trial.finished') return;
      const files = artifactsOf(event.result);
      for (const file of files) sync.file(file);
      for (const folder of new Set(files.map((file) => posix.dirname(file)))) sync.folder(folder);
    },
  };
}

function artifactsOf({ actual, steps }: TrialResult): readonly string[] {
  const outputs = [actual, ...steps.map((step) => step.actual)];
  return [...new Set(outputs.flatMap((output) => (output === null ? [] : filesOf(output))))];
}

function filesOf({ path, stderrPath, reasoningPath, audioPath, transcriptPath }: ActualOutput): readonly string[] {
  return [path, stderrPath, reasoningPath, audioPath, transcriptPath].filter(
    (file) => file !== null && file !== undefined,
  );
}
