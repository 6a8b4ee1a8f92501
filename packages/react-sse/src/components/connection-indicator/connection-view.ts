import type { ConnectionStatus } from "@tidings/client";

/** What the indicator reads of a connection's status. */
export type ConnectionView = Pick<ConnectionStatus, "state" | "freshness" | "attempt" | "retryAt">;
