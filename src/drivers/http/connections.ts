// One keep-alive agent per service, so that a replaced service never meets the sockets of the one before it.
import http from 'node:http';
import https from 'node:https';

export interface Connection {
  /** Of the service, as it was given. */
  readonly url: string;
  readonly agent: http.Agent;
  /** Everything of a request that is the same for all requests to this service. */
  readonly base: {
    readonly protocol: string;
    readonly hostname: string;
    readonly port: string;
    readonly agent: http.Agent;
  };
  readonly prefix: string;
  readonly request: typeof http.request;
}

export class Connections {
  readonly #open = new Map<string, Connection>();

  to(url: string): Connection {
    let connection = this.#open.get(url);
    if (connection === undefined) {
      connection = connect(url);
      this.#open.set(url, connection);
    }
    return connection;
  }

  forget(url: string): void {
    this.#open.get(url)?.agent.destroy();
    this.#open.delete(url);
  }
}

function connect(url: string): Connection {
  const { protocol, hostname, port, pathname } = new URL(url);
  const secure = protocol === 'https:';
  const agent = secure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  return {
    url,
    agent,
    base: { protocol, hostname: unbracketed(hostname), port, agent },
    prefix: pathname.replace(/\/$/, ''),
    request: secure ? https.request : http.request,
  };
}

/** An IPv6 address stands in brackets only in URLs. */
function unbracketed(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
