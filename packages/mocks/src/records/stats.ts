import type { EndpointData } from "@tidings/contracts";
import { type getRecordsStats, recordsStream } from "@tidings/contracts/records";
import type { MockServer } from "../server/mock-server.ts";

/**
 * The answer of `GET /events/stats` on a mock server. Connections are counted; all other values are the real server's
 * defaults.
 */
export function countRecordsReaders(server: MockServer): EndpointData<typeof getRecordsStats> {
  const readers = server.connectionsOf(recordsStream);
  const total = readers.reduce((sum, { openedAt }) => sum + server.clock.now() - openedAt, 0);
  const connectionsByUser: Record<string, number> = {};
  for (const { user } of readers) {
    if (user) connectionsByUser[user.id] = (connectionsByUser[user.id] ?? 0) + 1;
  }
  return {
    totalConnections: readers.length,
    maxConnections: 1000,
    connectionsByUser,
    averageConnectionDuration: readers.length === 0 ? 0 : total / readers.length,
    totalEventsSent: 0,
    lastEventTime: null,
    heartbeatInterval: 30_000,
    inactivityTimeout: 60_000,
  };
}
