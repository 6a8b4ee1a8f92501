import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Refusal } from "@tidings/admission";
import { authErrors } from "@tidings/contracts/auth";
import type { RequestHandler } from "express";
import type { Metrics } from "./metrics.ts";

/**
 * `GET /metrics` on the server's own port, for clients that send the token. Without a configured token it answers 404:
 * behind a proxy every client has this machine's address, so an address proves nothing (S15).
 */
export function serveMetrics(metrics: Metrics, token: string | undefined): RequestHandler {
  return async (request, response, next) => {
    if (token === undefined) return next();
    if (!shows(request, token)) throw new Refusal("unauthenticated", [authErrors[401]]);
    const text = await metrics.text();
    response.set({ "Content-Type": metrics.contentType, "Cache-Control": "no-store" }).send(text);
  };
}

/**
 * Makes a separate server for `GET /metrics` only. Its address limits who can reach it; a configured token is required
 * as well.
 */
export function createMetricsServer(metrics: Metrics, token: string | undefined): Server {
  return createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "GET" || request.url?.split("?", 1)[0] !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    if (token !== undefined && !shows(request, token)) {
      response.writeHead(401, { "WWW-Authenticate": "Bearer" }).end();
      return;
    }
    const text = await metrics.text();
    response.writeHead(200, { "Content-Type": metrics.contentType, "X-Content-Type-Options": "nosniff" }).end(text);
  }
}

function shows({ headers }: IncomingMessage, token: string): boolean {
  return timingSafeEqual(digest(headers.authorization ?? ""), digest(`Bearer ${token}`));
}

/** Makes a digest, which always has the same length, as the constant-time comparison requires. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
