import { once } from "node:events";
import type { Server } from "node:http";
import type { Hub } from "@tidings/hub";
import type { Readiness } from "./http/readiness.ts";
import type { Relay } from "./relay/relay.ts";
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

/** Milliseconds after the drain for answers under way and readers that do not take their last bytes. */
const GRACE_MS = 3000;

/**
 * Takes the server down without losing anything: `/readyz` says so first, new streams are refused, open ones are ended
 * over a window so that their readers do not come back all at once (D12). Until that is done the server listens, so
 * that a load balancer hears it. Then answers under way are finished, and after a deadline whatever is left is cut.
 * Changes committed in the meantime are relayed at the next start.
 */
export async function shutDown(parts: ShutDownParts): Promise<void> {
  const { server, metricsServer, readiness, hub, relay, store, stopWatching, drainMs } = parts;
  const deadline = setTimeout(() => server.closeAllConnections(), drainMs + GRACE_MS);
  readiness.drain();
  await hub.drain({ withinMs: drainMs });
  const closed = server.listening ? once(server, "close") : Promise.resolve();
  if (server.listening) server.close();
  // A connection that is idle only after its last answer would be kept for another request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  metricsServer.close();
  metricsServer.closeAllConnections();
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
  stopWatching();
  await relay.close();
  await hub.close();
  store.close();
}
