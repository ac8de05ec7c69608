// The life of a built-in service: listens, answers by its routes, writes a line of log for each request, ends on SIGTERM.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Exchange, RequestError } from './exchange.ts';
import { cannotListen, noSuchRoute } from './sentences.ts';

export type Route = (exchange: Exchange) => Promise<void> | void;

export interface Service {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  /** By method and path: `GET /health`. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Sends an error in the form of the API that `path` belongs to. */
  sendError(exchange: Exchange, path: string, error: RequestError): void;
}

/** Never returns to the caller's care: the process ends on a signal, or with code 1 where it cannot listen. */
export function serve(service: Service): void {
  const server = createServer((request, response) => {
    answer(request, response, service).catch((error: unknown) => {
      log(`failed: ${error instanceof Error ? error.stack : String(error)}`);
      response.destroy();
    });
  });
  server.on('error', (error) => {
    log(cannotListen(service.host, service.port, error.message));
    process.exit(1);
  });
  server.listen(service.port, service.host, () => {
    const address = server.address();
    log(`listening on http://${service.host}:${typeof address === 'object' ? address?.port : service.port}`);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log(`${signal}: stopping`);
      process.exit(0);
    });
  }
}

export function log(message: string): void {
  process.stderr.write(`${new Date().toISOString()} ${message}\n`);
}

/** Runs a program's `start` with its arguments; what it refuses is said with how it is used, exit code 2. */
export function runProgram(usage: string, start: (args: readonly string[]) => void): void {
  try {
    start(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exit(2);
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const startedMs = performance.now();
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const path = pathOf(request.url ?? '/');
  const name = `${request.method} ${path}`;
  const exchange: Exchange = {
    request,
    response,
    signal: gone.signal,
    log: (outcome) => {
      const tookMs = performance.now() - startedMs;
      log(`${name} ${response.statusCode} ${outcome.replaceAll('\n', ' ')} in ${tookMs.toFixed(1)} ms`);
    },
  };
  try {
    const route = Object.hasOwn(service.routes, name) ? service.routes[name] : undefined;
    if (route === undefined) throw new RequestError(404, noSuchRoute(name));
    await route(exchange);
  } catch (error) {
    if (gone.signal.aborted && !response.writableFinished) return log(`${name}: the client went away`);
    if (!(error instanceof RequestError)) throw error;
    service.sendError(exchange, path, error);
  }
}

/** A target that is not a path, such as `//`, is taken as it stands: no route has that name. */
function pathOf(target: string): string {
  return URL.parse(target, 'http://localhost')?.pathname ?? target;
}
