import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import fc from "fast-check";
import { afterAll, beforeAll, it } from "vitest";
import { readRetention } from "../log/retention.ts";
import { anyLife, live } from "../testing/event-log-model.ts";
import { createPostgresLog } from "./index.ts";
import { maintain } from "./maintenance.ts";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const { step, retention } = anyLife(fc);

it("D4.3, D7.1, D19.3, D19.4: postgres: whatever is appended, read, moved and dropped, a reader gets everything or is told", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), retention, async (steps, limits) => {
      const { pool } = await database.openSchema({ max: 6 });
      // Its clock goes on by itself as well, so a second stands for a millisecond, and there is a minute to spare.
      const kept = { ...limits, ageMs: limits.ageMs && limits.ageMs * 1000 + 60_000 };
      const log = await createPostgresLog({ pool, retention: kept });
      await live(log, steps, limits, {
        // The database has its own clock, so what is stored grows older instead.
        async later(ms) {
          const age = ms * 1000;
          await pool.query(
            `UPDATE event_log SET at = at - ${age}; UPDATE event_log_parts SET opened_at = opened_at - ${age};
             UPDATE event_log_state SET at = at - ${age}`,
          );
        },
        afterAppend: () => maintain(pool, readRetention(kept), { rows: 4, ageMs: 300_000 }),
      });
      await log.close();
      await pool.end();
    }),
    { numRuns: 8 },
  );
});
