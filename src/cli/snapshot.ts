// What the run stands on, taken before anything starts: host, GPUs, git, program and plan.

import type { SystemSnapshot } from '../projections/system-info.ts';
import { gitState } from '../system/git.ts';
import { hostSummary } from '../telemetry/host.ts';
import type { RunRequest } from './run-request.ts';
import { version } from './version.ts';

export async function takeSnapshot({ plan, triggeredBy }: RunRequest, startedAt: Date): Promise<SystemSnapshot> {
  const { file, directory, sha256, text } = plan.source;
  const [host, git] = await Promise.all([hostSummary(), gitState(directory)]);
  return {
    startTime: startedAt.toISOString(),
    host,
    git,
    runner: { version, node: process.version },
    triggeredBy,
    plan: { path: file, directory, sha256, files: {}, content: text },
  };
}
