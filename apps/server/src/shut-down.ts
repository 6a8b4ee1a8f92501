import type { Server } from "node:http";
import type { Readiness } from "@tidings/admission/http";
import type { Hub } from "@tidings/hub";
import { shutdown } from "@tidings/hub/node";
import type { Relay } from "@tidings/outbox";
import type { Engine } from "./store/engine.ts";

/** What {@link shutDown} stops, and how slowly. */
export interface ShutDownParts {
  readonly server: Server;
  readonly metricsServer: Server;
  readonly readiness: Pick<Readiness, "drain">;
  readonly hub: Hub;
  readonly relay: Relay;
  readonly engine: Pick<Engine, "close">;
  readonly stopWatching: () => void;
  /** Milliseconds over which the ends of the streams are spread. */
  readonly drainMs: number;
}

/**
 * Stops the server without losing anything (D18). `/readyz` fails first, and the database is closed last. Changes that
 * are committed meanwhile are relayed at the next start.
 */
export async function shutDown(parts: ShutDownParts): Promise<void> {
  const { server, metricsServer, readiness, hub, relay, engine, stopWatching, drainMs } = parts;
  readiness.drain();
  await shutdown({
    server: [server, metricsServer],
    hub,
    withinMs: drainMs,
    async beforeClose() {
      stopWatching();
      await relay.close();
    },
  });
  await engine.close();
}
