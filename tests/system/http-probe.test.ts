import { expect, it } from 'vitest';
import { httpProbe } from '../../src/system/http-probe.ts';
import { unsupervisedServer } from '../support/unsupervised-server.ts';

it('gives status and body', async () => {
  const { url } = await unsupervisedServer('always-busy');
  expect(await httpProbe({ url, timeoutMs: 1000 })).toEqual({
    kind: 'answer',
    status: 503,
    body: '{"error":{"message":"loading the model"}}',
  });
});

it('gives up on a server that accepts and never answers', async () => {
  const { url } = await unsupervisedServer('never-answers');
  const from = performance.now();
  expect(await httpProbe({ url, timeoutMs: 150 })).toEqual({ kind: 'timeout' });
  expect(performance.now() - from).toBeLessThan(10_000);
});

it('ends with its signal', async () => {
  const { url } = await unsupervisedServer('never-answers');
  const stop = new AbortController();
  const probe = httpProbe({ url, timeoutMs: 20_000, signal: stop.signal });
  stop.abort();
  expect(await probe).toMatchObject({ kind: 'broken' });
});

it('tells a refused connection from a name that is not known', async () => {
  expect(await httpProbe({ url: 'http://127.0.0.1:9/', timeoutMs: 1000 })).toEqual({ kind: 'refused' });
  expect(await httpProbe({ url: 'http://no-such-host.invalid/', timeoutMs: 5000 })).toMatchObject({ kind: 'broken' });
});

it('takes no answer for the end of an exchange that is to go on in another protocol', async () => {
  const { url } = await unsupervisedServer('speaks-another-protocol');
  expect(await httpProbe({ url, timeoutMs: 20_000 })).toEqual({
    kind: 'broken',
    message: 'the connection was closed without an answer',
  });
});
