import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import { afterAll, beforeAll } from "vitest";
import type { EventLog } from "../log/event-log.ts";
import { describeEventLog, describeLogInstances } from "../testing/suites.ts";
import { createPostgresLog, type PostgresPool } from "./index.ts";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

describeEventLog("postgres", async (retention) => {
  const { pool } = await database.openSchema({ max: 4 });
  return createPostgresLog({ pool, retention });
});

describeLogInstances("postgres, by two pools", "shared", async () => {
  const { pool: observer, schema } = await database.openSchema();
  const networks = new Map<EventLog, { readonly name: string; isCut: boolean }>();

  async function open() {
    const network = { name: `node ${networks.size} of ${schema}`, isCut: false };
    const pool = database.openPool({ max: 4, options: `-c search_path=${schema}`, application_name: network.name });
    const through = async <T>(ask: () => Promise<T>) => {
      if (network.isCut) throw new Error("the network is cut");
      return ask();
    };
    const cuttable: PostgresPool = {
      query: (text, values) => through(() => pool.query(text, values)),
      connect: () => through(() => pool.connect()),
    };
    const log = await createPostgresLog({ pool: cuttable, pollMs: 10 });
    networks.set(log, network);
    return log;
  }

  async function cut(log: EventLog) {
    const network = networks.get(log);
    if (network === undefined) throw new Error("a log of another place");
    network.isCut = true;
    await observer.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", [
      network.name,
    ]);
    return () => {
      network.isCut = false;
    };
  }

  return { open, cut, remove() {} };
});
