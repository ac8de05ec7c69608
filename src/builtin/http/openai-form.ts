// What every OpenAI-compatible route shares: errors, the list of models, health and version.
import { type Exchange, type RequestError, sendJson } from './exchange.ts';
import type { Route } from './service.ts';

/** The routes that each built-in service has. */
export function commonRoutes(model: string): Readonly<Record<string, Route>> {
  const startedAt = Math.floor(Date.now() / 1000);
  return {
    'GET /health': (exchange) => sendJson(exchange, 200, { status: 'ok' }),
    'GET /v1/models': (exchange) => {
      const entry = { id: model, object: 'model', created: startedAt, owned_by: 'flightdeck-builtin' };
      sendJson(exchange, 200, { object: 'list', data: [entry] });
    },
    'GET /api/version': (exchange) =>
      sendJson(exchange, 200, { version: `${globalThis.FLIGHTDECK_VERSION ?? '0.0.0-source'}-builtin` }),
  };
}

export function openaiError(exchange: Exchange, { status, message }: RequestError): void {
  const type = status === 404 ? 'NotFoundError' : 'BadRequestError';
  sendJson(exchange, status, { error: { message, type, param: null, code: status } }, message);
}
