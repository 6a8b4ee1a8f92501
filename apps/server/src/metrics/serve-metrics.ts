import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Refusal } from "@tidings/admission";
import { authErrors } from "@tidings/contracts/auth";
import type { RequestHandler } from "express";
import type { Metrics } from "./metrics.ts";

/**
 * `GET /metrics` on the server's own port, for whoever shows the token. Without a token there is none: behind a proxy
 * everyone comes from this very machine, so an address proves nothing (S15).
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
 * A listener of its own for `GET /metrics` and nothing else. Who may reach it, its address decides; where there is a
 * token, that too.
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

/** Of one length whatever it is made from, which the comparison needs. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
