// Where this user's Flightdecks keep what they must know of one another.
import { homedir, tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Absolute; it may not be there yet. */
export function userStateDirectory(environment: Readonly<NodeJS.ProcessEnv>): string {
  const own = environment['FLIGHTDECK_STATE_DIR'];
  if (own !== undefined && isAbsolute(own)) return own;
  const shared = environment['XDG_STATE_HOME'];
  if (shared !== undefined && isAbsolute(shared)) return join(shared, 'flightdeck');
  const home = homedir();
  // Some service users have none that could be written to.
  return home === '' || home === '/' || home === '/nonexistent'
    ? join(tmpdir(), `flightdeck-${userInfo().uid}`)
    : join(home, '.local', 'state', 'flightdeck');
}
