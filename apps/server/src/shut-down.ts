import type { Server } from "node:http";
import type { Readiness } from "@tidings/admission/http";
import type { Hub } from "@tidings/hub";
import { shutdown } from "@tidings/hub/node";
import type { Relay } from "@tidings/outbox";
import type { SqliteStore } from "./store/sqlite/open.ts";

/** What is taken down, and how gently. */
export interface ShutDownParts {
  readonly server: Server;
  readonly metricsServer: Server;
  readonly readiness: Pick<Readiness, "drain">;
  readonly hub: Hub;
  readonly relay: Relay;
  readonly store: SqliteStore;
  readonly stopWatching: () => void;
  /** Milliseconds over which the ends of the streams are spread. */
  readonly drainMs: number;
}

/**
 * Takes the server down without losing anything (D18): `/readyz` says so first, and the database is closed last. Changes
 * committed in the meantime are relayed at the next start.
 */
export async function shutDown(parts: ShutDownParts): Promise<void> {
  const { server, metricsServer, readiness, hub, relay, store, stopWatching, drainMs } = parts;
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
  store.close();
}
