// What the example servers here share: the command line, routes, errors in OpenAI's form, and an orderly end.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

/** An error that the client is told about, with its HTTP status. */
export class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Serves `routes` (such as `{ 'GET /health': (call) => … }`) on `--port` and `--host` until SIGTERM or SIGINT. A route
 * returns what is sent as JSON, or nothing where it has answered itself. `call.signal` aborts when the client goes away
 * and when the server ends: hand it to every child process, so that none outlives its request.
 */
export function serve(routes, defaultPort) {
  const { port, host } = listenOptions(defaultPort);
  const ending = new AbortController();
  const server = createServer(async (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, ending.signal]);
    try {
      const value = await routeOf(routes, request)({ request, response, signal });
      if (value !== undefined) sendJson(response, 200, value);
    } catch (error) {
      if (!signal.aborted) console.error(`${request.method} ${request.url}: ${error.message}`);
      sendError(response, error);
    }
  });
  server.on('error', (error) => fail(`cannot listen on ${host}:${port}: ${error.message}`));
  server.listen(port, host, () => console.error(`listening on http://${host}:${server.address().port}`));
  for (const name of ['SIGTERM', 'SIGINT']) {
    process.on(name, () => {
      ending.abort();
      server.close();
      server.closeAllConnections();
    });
  }
}

/** The request's body; 413 beyond `largestBytes`. */
export async function readBody(request, largestBytes) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > largestBytes) throw new HttpError(413, `the body is larger than ${largestBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Waits for a child's end; rejects where it could not be started, was aborted or failed, with its last words. */
export async function succeeded(child) {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    words = (words + text).slice(-500);
  });
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${signal ?? `code ${code}`}: ${words.trim()}`);
}

/** Ends the program with a sentence, before it has begun to serve. */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function listenOptions(defaultPort) {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } });
    const { port = String(defaultPort), host = '127.0.0.1' } = values;
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error(`"${port}" is not a port`);
    return { port: Number(port), host };
  } catch (error) {
    return fail(`${error.message}\nusage: [--port ${defaultPort}] [--host 127.0.0.1]`);
  }
}

function routeOf(routes, request) {
  const name = `${request.method} ${request.url.split('?')[0]}`;
  if (!Object.hasOwn(routes, name)) throw new HttpError(404, `there is no ${name} here`);
  return routes[name];
}

function sendError(response, error) {
  if (response.headersSent) return response.destroy();
  const [status, type] = error instanceof HttpError ? [error.status, 'invalid_request_error'] : [500, 'server_error'];
  sendJson(response, status, { error: { message: error.message, type, param: null, code: null } });
}

function sendJson(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}
