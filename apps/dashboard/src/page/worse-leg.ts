import type { ConnectionStatus } from "@tidings/client";
import type { UpstreamState } from "../contract.ts";

/**
 * How live the desk is: its own connection to the dashboard, unless the dashboard's to the API server stands worse (C10.6).
 *
 * @param upstream Undefined until the dashboard said how its own stands.
 */
export function worseLeg(
  connection: ConnectionStatus,
  upstream: { readonly state: UpstreamState } | undefined,
): ConnectionStatus {
  if (connection.state !== "open" || upstream?.state === "live") return connection;
  // What is shown is out of date. Before the first message of the dashboard nothing is known.
  return { ...connection, freshness: upstream?.state === "lost" ? "stale" : "unknown" };
}
