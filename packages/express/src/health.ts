import { Refusal } from "@tidings/admission";
import type { Readiness } from "@tidings/admission/http";
import type { RequestHandler } from "express";

/**
 * `GET /healthz`, for a supervisor that restarts the process: 200 if `check` returns, 503 if it throws.
 *
 * @param check Checks what the process cannot work without. Default: nothing; then 200 only means that the process
 *   answers.
 * @example app.get("/healthz", health(() => database.prepare("SELECT 1").get()));
 */
export function health(check: () => unknown = () => {}): RequestHandler {
  return async (_request, response) => {
    try {
      await check();
    } catch (cause) {
      throw new Refusal("unavailable", ["The database does not answer"], { retryAfter: 5, cause });
    }
    response.set("Cache-Control", "no-store").json({ success: true, data: { status: "ok" } });
  };
}

/** `GET /readyz`, for a load balancer: 503 while the server drains or a check finds a fault. */
export function ready(readiness: Pick<Readiness, "answer">): RequestHandler {
  return async (_request, response) => {
    const answer = await readiness.answer();
    response.set("Cache-Control", "no-store").json(answer);
  };
}
