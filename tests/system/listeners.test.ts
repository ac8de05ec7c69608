import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { listenersOn, parseListening, portsOf } from '../../src/system/listeners.ts';
import { refusalToListen, tcpProbe } from '../../src/system/tcp-probe.ts';

async function listenOn(host: string): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen({ port: 0, host }, resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it.each(['127.0.0.1', '0.0.0.0', '::'])('names the process that listens on %s', async (host) => {
  const port = await listenOn(host);
  expect(listenersOn(port)).toEqual([{ pid: process.pid, name: 'node' }]);
  expect(await tcpProbe('127.0.0.1', port, 1000)).toBe(true);
  expect((await refusalToListen('127.0.0.1', port))?.code).toBe('EADDRINUSE');
});

it('names the ports of a process', async () => {
  const ports = [await listenOn('127.0.0.1'), await listenOn('::')];
  expect(portsOf(process.pid)).toEqual(expect.arrayContaining(ports));
  expect(portsOf(process.ppid)).not.toEqual(expect.arrayContaining(ports));
});

it('finds nobody on a free port', async () => {
  expect(listenersOn(9)).toEqual([]);
  expect(await tcpProbe('127.0.0.1', 9, 1000)).toBe(false);
});

it('reads only listening sockets that a connection to 127.0.0.1 reaches', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2CAA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0 100 0 0 10 0
   1: 00000000:2CAA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1 0 100 0 0 10 0
   2: 0100007F:2CAA 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 333 1 0 100 0 0 10 0
   3: 0200000A:2CAA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 444 1 0 100 0 0 10 0
   4: 00000000000000000000000001000000:2CAA 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 555 1`;
  expect(parseListening(table, 0x2caa)).toEqual([
    { port: 0x2caa, rank: 0, inode: '111' },
    { port: 0x2caa, rank: 1, inode: '222' },
  ]);
  expect(parseListening(table, 80)).toEqual([]);
  expect(parseListening(table, null)).toEqual(parseListening(table, 0x2caa));
});
