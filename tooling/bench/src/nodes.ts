import type { NewEvent } from "@tidings/hub";
import { createPostgresLog, type PostgresClient, type PostgresPool } from "@tidings/hub/postgres";
import { createRedisBus, type RedisClient } from "@tidings/hub/redis";
import { startPostgres, startRedis } from "@tidings/services";
import { Pool } from "pg";
import { createClient } from "redis";

/** What one node received, counted where its drivers hand it over. */
export interface Received {
  /** Topics that have their one reader on this node. */
  readonly readers: number;
  /** Messages of ephemeral events, and of announcements. */
  readonly messages: number;
  readonly messageBytes: number;
  /** Rows of stored events. */
  readonly rows: number;
  /** Events that went to readers. */
  readonly delivered: number;
}

/** What passes between nodes in the measurement. */
export type BusName = "postgres" | "redis";

const NODES = 3;
/** Events that are published at once. */
const TOGETHER = 100;

/**
 * Counts what each of three nodes receives when every one of many topics has one reader, on one of the nodes, and gets one
 * ephemeral and one stored event, published on another node.
 */
export async function measureNodes(busName: BusName, topics: number): Promise<readonly Received[]> {
  await using postgres = await startPostgres();
  await using redis = await startRedis();
  const nodes = await Promise.all(Array.from({ length: NODES }, () => openNode(busName, postgres.url, redis.url)));
  const topicOf = (index: number) => `orders/${index}`;
  for (let index = 0; index < topics; index += 1) await nodes[index % NODES]?.read(topicOf(index));
  for (const data of ["ephemeral", "stored"] as const) {
    for (let from = 0; from < topics; from += TOGETHER) {
      const calls = Array.from({ length: Math.min(TOGETHER, topics - from) }, (_, offset) => {
        const event = { topic: topicOf(from + offset), event: "note", data: `"${data}"` };
        return nodes[(from + offset + 1) % NODES]?.publish(event, data === "stored");
      });
      await Promise.all(calls);
    }
  }
  await Promise.all(nodes.map(({ isComplete }) => isComplete));
  const received = nodes.map(({ received }) => received());
  for (const { close } of nodes) await close();
  return received;
}

async function openNode(busName: BusName, postgresUrl: string, redisUrl: string) {
  const count = { readers: 0, messages: 0, messageBytes: 0, rows: 0, delivered: 0 };
  const complete = Promise.withResolvers<void>();
  const hear = (text: string) => {
    count.messages += 1;
    count.messageBytes += Buffer.byteLength(text);
  };
  const pool = new Pool({ connectionString: postgresUrl, max: 4 });
  const bus = busName === "redis" ? await createRedisBus({ client: countingClient(redisUrl, hear) }) : undefined;
  const log = await createPostgresLog({
    pool: countingPool(pool, hear, (rows) => {
      count.rows += rows;
    }),
    ...(bus !== undefined && { bus }),
  });
  return {
    isComplete: complete.promise,
    received: () => ({ ...count }),
    async read(topic: string) {
      count.readers += 1;
      await log.subscribe(topic, () => {
        count.delivered += 1;
        if (count.delivered === 2 * count.readers) complete.resolve();
      });
    },
    publish: (event: NewEvent, isStored: boolean) => (isStored ? log.append([event]) : log.broadcast([event])),
    async close() {
      await log.close();
      await bus?.close();
      await pool.end();
    },
  };
}

function countingPool(pool: Pool, hear: (text: string) => void, read: (rows: number) => void): PostgresPool {
  return {
    async query(text, values) {
      const result = await pool.query(text, values);
      // The follower's read, whose rows are stored events of all topics.
      if (text.includes("sequence > $1 ORDER BY sequence"))
        read(result.rows.filter((row) => row.sequence !== null).length);
      return result;
    },
    async connect(): Promise<PostgresClient> {
      const client = await pool.connect();
      client.on("notification", ({ payload = "" }) => hear(payload));
      return client;
    },
  };
}

function countingClient(url: string, hear: (text: string) => void): RedisClient {
  const client = createClient({ url });
  return {
    duplicate(overrides) {
      const connection = client.duplicate(overrides);
      return {
        connect: () => connection.connect(),
        publish: (channel, message) => connection.publish(channel, message),
        subscribe: (channels, listener) =>
          connection.subscribe(channels, (message, channel) => {
            hear(message);
            listener(message, channel);
          }),
        unsubscribe: (channels) => connection.unsubscribe(channels),
        ping: () => connection.ping(),
        on: (event: "error" | "end", listener: (error: Error) => void) => connection.on(event, listener),
        destroy: () => connection.destroy(),
      };
    },
  };
}
