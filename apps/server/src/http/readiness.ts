import type { DatabaseSync } from "node:sqlite";
import type { RequestHandler } from "express";
import type { RelayLag } from "../relay/relay-lag.ts";
import { ServerError } from "../server-error.ts";

/** Seconds after which changes that are not relayed mean that the relay is stuck, and not just busy. */
const STUCK_S = 30;

/** Whether this server should be sent new readers. */
export interface Readiness {
  /** From now on it should not: it is going. */
  drain(): void;
  /** `GET /readyz`: 503 while it drains, the database does not answer, or the relay is stuck. */
  readonly handler: RequestHandler;
}

/** Makes {@link Readiness}, for a load balancer to ask; `/healthz` is for whoever would restart the process. */
export function createReadiness(database: DatabaseSync, relayLag: () => RelayLag): Readiness {
  const look = database.prepare("SELECT 1");
  let draining = false;

  function whyNot(): string | undefined {
    if (draining) return "The server is going down; ask another";
    try {
      look.get();
      const { changes, seconds } = relayLag();
      return seconds > STUCK_S
        ? `The relay is stuck: ${changes} changes wait, the oldest for ${Math.round(seconds)} s`
        : undefined;
    } catch {
      return "The database does not answer";
    }
  }

  return {
    drain() {
      draining = true;
    },
    handler(_request, response) {
      const reason = whyNot();
      if (reason !== undefined) throw new ServerError("unavailable", [reason], { retryAfter: 5 });
      response.set("Cache-Control", "no-store").json({ success: true, data: { status: "ready" } });
    },
  };
}
