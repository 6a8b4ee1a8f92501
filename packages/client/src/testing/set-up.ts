import { type Client, type ClientOptions, createClient } from "../client.ts";
import type { ClientError } from "../error.ts";
import { createFakeHost, type FakeHost } from "./fake-host.ts";
import { createFakeServer, type FakeServer } from "./fake-server.ts";

/** A client on a fake host against a fake server. */
export interface Rig {
  readonly client: Client;
  readonly host: FakeHost;
  readonly server: FakeServer;
  /** What `onProblem` heard. */
  readonly problems: ClientError[];
}

/** Everything a test of the client needs, without jitter so that waits are exact. */
export function setUp(options: Omit<ClientOptions, "host"> = {}): Rig {
  const server = createFakeServer();
  const host = createFakeHost(server.fetch);
  const problems: ClientError[] = [];
  const client = createClient({
    onProblem: (problem) => problems.push(problem),
    ...options,
    backoff: { jitter: "none", ...options.backoff },
    host,
  });
  return { client, host, server, problems };
}

/** What a client that was closed leaves behind; all zero when it keeps C12. */
export function leftovers({ host, server }: Pick<Rig, "host" | "server">): Record<string, number> {
  return { ...host.pending, open: server.open };
}

/** What {@link leftovers} must be. */
export const nothing = { timers: 0, frames: 0, listeners: 0, open: 0 };
