// `localhost` is two addresses, and two servers can listen on one port of it. Which one is meant is settled once.
import { tcpProbe } from './tcp-probe.ts';

const probeMs = 1000;

/**
 * The URL with the address in place of the name: 127.0.0.1 where somebody listens there, else ::1, else as it was. A
 * certificate is for a name, so `https` stays as it is.
 */
export async function withLoopbackAddress(url: string): Promise<string> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  if (protocol !== 'http:' || hostname !== 'localhost') return url;
  for (const [address, written] of [
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
  ] as const) {
    if (!(await tcpProbe(address, Number(port === '' ? '80' : port), probeMs))) continue;
    const path = pathname === '/' ? '' : pathname;
    return `http://${written}${port === '' ? '' : `:${port}`}${path}${search}`;
  }
  return url;
}
