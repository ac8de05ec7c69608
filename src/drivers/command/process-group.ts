// Signals to a whole process group that we lead into existence. A group's number is the pid of its leader and is not given
// to anybody else while the leader has not been waited for, or while a member lives.

/** `group` is the pid of a detached child of ours, running or just ended. `gone`: nobody is left in it. */
export function signalGroup(group: number, signal: 'SIGTERM' | 'SIGKILL'): 'sent' | 'gone' {
  if (!Number.isInteger(group) || group <= 1 || group === process.pid) {
    throw new Error(`refuses to send ${signal} to process group ${group}`);
  }
  try {
    process.kill(-group, signal);
    return 'sent';
  } catch (error) {
    // macOS answers EPERM for a group of which only a zombie is left.
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')) return 'gone';
    throw error;
  }
}
