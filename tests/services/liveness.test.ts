import { expect, it } from 'vitest';
import type { Readiness } from '../../src/domain/plan.ts';
import { aliveness } from '../../src/services/liveness.ts';
import { unsupervisedServer } from '../support/unsupervised-server.ts';

const http: Readiness = { kind: 'http', path: '/health' };
const nowhere = { url: 'http://127.0.0.1:1', apiKey: null };

async function serving(name: string) {
  const { port } = await unsupervisedServer(name);
  return { url: `http://127.0.0.1:${port}`, apiKey: null };
}

it.each(['serves', 'always-busy'])('takes %s for alive: what it answers does not matter', async (name) => {
  expect(await aliveness(http, await serving(name))(2000)).toBeNull();
});

it('says what came of asking where there is no answer', async () => {
  expect(await aliveness(http, nowhere)(2000)).toBe('the connection was refused');
  expect(await aliveness(http, await serving('never-answers'))(200)).toBe('it gave no answer');
});

it('asks for no more than a connection where that made it ready', async () => {
  expect(await aliveness({ kind: 'tcp' }, await serving('never-answers'))(2000)).toBeNull();
  expect(await aliveness({ kind: 'tcp' }, nowhere)(2000)).toBe('its port takes no connection');
});

it('cannot ask where a line of the log made it ready', async () => {
  expect(await aliveness({ kind: 'log', pattern: 'up' }, nowhere)(2000)).toBeNull();
});
