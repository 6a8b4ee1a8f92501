import { ServerResponse } from "node:http";
import type { Server } from "node:net";
import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import type { Hub } from "../hub.ts";
import { numberOption } from "../number-option.ts";
import { cutConnections, endIdleConnections } from "./server-sockets.ts";

/** What is shut down, and how gently. */
export interface ShutdownOptions {
  /** The server or servers of this process: `http`, `https`, `http2`, {@link createStreamServer}; listening or not. */
  readonly server: Server | readonly Server[];
  readonly hub: Hub;
  /**
   * Milliseconds over which the ends of the streams are spread (D12.2). Default 5,000; 0 ends them all at once;
   * at most 2^31-1.
   */
  readonly withinMs?: number | undefined;
  /**
   * Milliseconds from the call after which whatever is left is cut: answers under way, readers that do not read (D18.3).
   * Default `withinMs` and 3,000; 0 cuts at once; Infinity waits for everyone.
   */
  readonly deadlineMs?: number | undefined;
  /**
   * Ends what publishes, for example a job queue or a relay: the servers are closed then, and the hub is not yet.
   * The hub waits for it, however long it takes (D18.4).
   */
  readonly beforeClose?: (() => void | Promise<void>) | undefined;
}

/** Milliseconds for answers under way and for readers to take their last bytes. */
const GRACE_MS = 3000;
/** Milliseconds between two looks for idle connections: one becomes idle when its last answer is finished (D18.2). */
const SWEEP_MS = 50;

const shutdowns = new WeakMap<Hub, Promise<void>>();

/**
 * Takes servers and hub down without losing anything, and lets the process end: new streams are refused with 503 while
 * the open ones are ended over a window, so that their readers do not come back all at once; until then the servers
 * listen, so that a load balancer hears it from their readiness. Then answers under way are finished, and at the
 * deadline whatever is left is cut. Twice is harmless: the second call waits for the first (D18.5).
 *
 * @throws HubError `invalid_options`: `withinMs` or `deadlineMs` is out of its range (D21.1)
 * @example process.once("SIGTERM", () => void shutdown({ server, hub }));
 * @see docs/spec/delivery.md D12, D18
 */
export function shutdown(options: ShutdownOptions): Promise<void> {
  const { hub } = options;
  const withinMs = numberOption("shutdown's withinMs", options.withinMs, { fallback: 5000, min: 0, max: MAX_TIMER_MS });
  const deadlineMs = numberOption("shutdown's deadlineMs", options.deadlineMs, {
    fallback: withinMs + GRACE_MS,
    min: 0,
    max: Number.POSITIVE_INFINITY,
  });
  const started = shutdowns.get(hub) ?? takeDown(options, withinMs, deadlineMs);
  shutdowns.set(hub, started);
  return started;
}

async function takeDown({ server, hub, beforeClose }: ShutdownOptions, withinMs: number, deadlineMs: number) {
  const servers = [server].flat();
  const cut = () => {
    for (const connection of hub.connections()) connection.close("drained");
    for (const one of servers) cutConnections(one);
  };
  const deadline = deadlineMs <= MAX_TIMER_MS ? setTimeout(cut, deadlineMs) : undefined;
  // From now on every answer closes its connection, so that nobody sends a request on one that is about to close (D18.1).
  for (const one of servers) one.prependListener("request", endConnection);
  await hub.drain({ withinMs });
  const sweep = setInterval(() => servers.forEach(endIdleConnections), SWEEP_MS);
  await Promise.all(servers.map(closed));
  clearInterval(sweep);
  clearTimeout(deadline);
  await beforeClose?.();
  await hub.close();
}

function endConnection(_request: unknown, response: unknown): void {
  if (response instanceof ServerResponse) response.shouldKeepAlive = false;
}

/** Closes a server and resolves when its last connection is gone, also where somebody had closed it before. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.getConnections((error, count) => {
      if (error !== null || (count === 0 && !server.listening)) return resolve();
      server.once("close", resolve);
      server.close();
    });
  });
}
