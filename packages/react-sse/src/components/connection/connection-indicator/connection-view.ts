import type { ConnectionStatus } from "@tidings/client";
import type { ClosedBy } from "./closed-labels.ts";

/** What the indicator reads of a connection's status. */
export interface ConnectionView extends Pick<ConnectionStatus, "state" | "freshness" | "attempt" | "retryAt"> {
  /** Why it closed, so that the indicator can say what to do (C34). Default: it only says that updates stopped. */
  readonly error?: ClosedBy | undefined;
}
