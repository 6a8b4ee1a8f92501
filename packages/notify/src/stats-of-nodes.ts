import type { NotificationStats } from "@tidings/contracts/notifications";
import type { Nodes } from "@tidings/hub";

/** The numbers of brief 003 over all nodes, and how many nodes they are made of. */
export interface StatsOfNodes extends NotificationStats {
  /** The nodes whose numbers are in it. */
  readonly nodes: number;
  /** Nodes that are alive and whose numbers are missing, because they have said none yet or are of another version. */
  readonly nodesMissing: number;
}

/** What a node says of itself, for {@link readStatsOfNodes} to find on every node. */
export interface NotificationFacts {
  readonly notifications: NotificationStats;
}

/**
 * Adds up the statistics of all nodes. Those of other nodes are as old as their last sign of life.
 *
 * @param nodes Nodes whose facts hold {@link NotificationFacts}, beside others perhaps.
 * @throws what `nodes.all` throws
 * @example
 * const nodes = await createPostgresNodes({ pool, facts: () => ({ notifications: manager.getStats() }) });
 * const { nodes: count, totalClients } = await readStatsOfNodes(nodes);
 */
export async function readStatsOfNodes(nodes: Pick<Nodes, "all">): Promise<StatsOfNodes> {
  const states = await nodes.all();
  const said = states.flatMap(({ facts }) => (hasStats(facts) ? [facts.notifications] : []));
  const totalClients = sum(said.map((stats) => stats.totalClients));
  const clientsByUser: Record<string, number> = {};
  for (const stats of said) {
    for (const [user, count] of Object.entries(stats.clientsByUser)) {
      clientsByUser[user] = (clientsByUser[user] ?? 0) + count;
    }
  }
  const duration = sum(said.map((stats) => stats.averageConnectionDuration * stats.totalClients));
  const times = said.flatMap(({ lastEventTime }) => (lastEventTime === null ? [] : [lastEventTime]));
  return {
    nodes: said.length,
    nodesMissing: states.length - said.length,
    totalClients,
    clientsByUser,
    averageConnectionDuration: totalClients === 0 ? 0 : Math.round(duration / totalClients),
    totalEventsSent: sum(said.map((stats) => stats.totalEventsSent)),
    lastEventTime: times.length === 0 ? null : Math.max(...times),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Another version of the program may say anything. */
function hasStats(facts: unknown): facts is NotificationFacts {
  const stats = field(facts, "notifications");
  const numbers = ["totalClients", "averageConnectionDuration", "totalEventsSent"];
  const byUser = field(stats, "clientsByUser");
  const time = field(stats, "lastEventTime");
  return (
    numbers.every((name) => typeof field(stats, name) === "number") &&
    typeof byUser === "object" &&
    byUser !== null &&
    Object.values(byUser).every((count) => typeof count === "number") &&
    (time === null || typeof time === "number")
  );
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
