// What git says about a directory. Absent where there is no repository or no git.
import { simpleGit } from 'simple-git';

export interface GitState {
  readonly commit: string | null;
  readonly branch: string | null;
  readonly dirty: boolean;
}

const timeLimitMs = 5000;

/** Null outside a repository, without git, or when git does not answer in time. */
export async function gitState(directory: string): Promise<GitState | null> {
  try {
    const git = simpleGit({ baseDir: directory, timeout: { block: timeLimitMs } });
    if (!(await git.checkIsRepo())) return null;
    const status = await git.status();
    const commit = await git.revparse(['--verify', '--quiet', 'HEAD']).catch(() => null);
    return { commit: commit === '' ? null : commit, branch: status.current, dirty: !status.isClean() };
  } catch {
    return null; // no git, or a repository that git refuses to read: the snapshot says nothing rather than something wrong
  }
}
