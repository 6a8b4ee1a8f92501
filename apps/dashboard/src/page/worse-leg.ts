import type { ConnectionStatus } from "@tidings/client";
import type { UpstreamState } from "../contract.ts";

/**
 * The connection's state for the desk: the worse of its own connection to the dashboard and the dashboard's connection
 * to the API server (C10.6).
 *
 * @param upstream The dashboard's own connection; undefined until it is known.
 */
export function worseLeg(
  connection: ConnectionStatus,
  upstream: { readonly state: UpstreamState } | undefined,
): ConnectionStatus {
  if (connection.state !== "open" || upstream?.state === "live") return connection;
  // If it is lost, the orders are out of date. Before the dashboard's first message nothing is known.
  return { ...connection, freshness: upstream?.state === "lost" ? "stale" : "unknown" };
}
