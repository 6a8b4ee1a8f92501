import type { Server } from "node:http";
import type { Hub } from "@tidings/hub";
import type { Logger } from "pino";
import type { DashboardConfig } from "./config.ts";
import type { Sessions } from "./sessions.ts";
import type { Upstreams } from "./upstreams.ts";

/** What the dashboard's routes work with. */
export interface Desk {
  readonly config: DashboardConfig;
  readonly logger: Logger;
  readonly hub: Hub;
  readonly sessions: Sessions;
  readonly upstreams: Upstreams;
  /**
   * Ends a user's sessions and streams, and forgets the events that were passed on to them, because the user has lost
   * the right to them.
   */
  withdraw(userId: string): void;
}

/** The dashboard's server, ready to listen. */
export interface Dashboard {
  readonly server: Server;
  readonly hub: Hub;
  /** Ends its streams and connections. Calling it twice is harmless. */
  close(): Promise<void>;
}
