import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { errorAnswer } from "@tidings/admission/http";
import { createKeyCheck } from "@tidings/admission/node";
import { authErrors } from "@tidings/contracts/auth";
import type { RequestHandler } from "express";
import type { Metrics } from "./metrics.ts";

/**
 * `GET /metrics` on the server's own port, for clients that send the token. Without a configured token it answers 404:
 * behind a proxy every client has this machine's address, so an address proves nothing (S15).
 */
export function serveMetrics(metrics: Metrics, token: string | undefined): RequestHandler {
  if (token === undefined) return (_request, _response, next) => next();
  const checkToken = createKeyCheck([token], authErrors[401]);
  return async (request, response) => {
    checkToken(request);
    const text = await metrics.text();
    response.set({ "Content-Type": metrics.contentType, "Cache-Control": "no-store" }).send(text);
  };
}

/**
 * Makes a separate server for `GET /metrics` only. Its address limits who can reach it; a configured token is required
 * as well.
 */
export function createMetricsServer(metrics: Metrics, token: string | undefined): Server {
  const checkToken = token === undefined ? () => {} : createKeyCheck([token], authErrors[401]);
  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const { status, headers } = errorAnswer(error);
      response.writeHead(status, headers).end();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "GET" || request.url?.split("?", 1)[0] !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    checkToken(request);
    const text = await metrics.text();
    response.writeHead(200, { "Content-Type": metrics.contentType, "X-Content-Type-Options": "nosniff" }).end(text);
  }
}
