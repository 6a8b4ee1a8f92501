import type { PostgresQueries } from "@tidings/hub/postgres";
import { checkRate, unlimited } from "../rates/check-rate.ts";
import type { RateLimit } from "../rates/rate-limit.ts";
import { orUnavailable } from "./or-unavailable.ts";

/** Windows that are over that each new one removes: more than one, so that the table shrinks while it is used. */
const SWEPT_A_TIME = 10;

// Of many at once each waits for the row and then sees the uses of those before it. No row is returned where there are
// too many.
const TAKE = `
INSERT INTO admission_rates AS r (name, key, uses, ends_at)
SELECT $1, $2, $3::integer, clock_timestamp() + $5::double precision * interval '1 second' WHERE $3::integer <= $4::integer
ON CONFLICT (name, key) DO UPDATE SET
  uses = CASE WHEN r.ends_at <= clock_timestamp() THEN excluded.uses ELSE r.uses + excluded.uses END,
  ends_at = CASE WHEN r.ends_at <= clock_timestamp() THEN excluded.ends_at ELSE r.ends_at END
WHERE r.ends_at <= clock_timestamp() OR r.uses + excluded.uses <= $4::integer
RETURNING uses`;

const WAIT = `
SELECT extract(epoch FROM ends_at - clock_timestamp()) AS seconds FROM admission_rates WHERE name = $1 AND key = $2`;

const SWEEP = `
DELETE FROM admission_rates WHERE (name, key) IN (
  SELECT name, key FROM admission_rates WHERE ends_at <= clock_timestamp()
  ORDER BY ends_at LIMIT ${SWEPT_A_TIME} FOR UPDATE SKIP LOCKED)`;

/**
 * Counts in PostgreSQL, so that all nodes share one limit, in windows that each begin with the first use, by the
 * database's clock. Each use is a query or two: for what is worth it, such as failed sign-ins.
 *
 * @param queries A pool on a database with `POSTGRES_ADMISSION_TABLES`.
 * @param name Tells this limit from others in the same table.
 * @param uses How many uses a window takes; Infinity is no limit; at least 1.
 * @param windowS The window's length in seconds; from 1 to 2,147,483.
 * @throws HubError `invalid_options` (D21.1); Refusal `unavailable` from its methods, if the database cannot be asked
 * @example
 * const limitLogins = createLoginLimits(rates, undefined, (name, uses, windowS) =>
 *   createPostgresRateLimit(pool, name, uses, windowS),
 * );
 */
export function createPostgresRateLimit(
  queries: PostgresQueries,
  name: string,
  uses: number,
  windowS: number,
): RateLimit {
  const { points, duration } = checkRate("createPostgresRateLimit", uses, windowS);
  if (points === Number.POSITIVE_INFINITY) return unlimited;
  const ask = (text: string, values: unknown[] = []) => orUnavailable(() => queries.query(text, values));

  return {
    async take(key, count = 1) {
      const { rows } = await ask(TAKE, [name, key, count, points, duration]);
      if (rows.length > 0) {
        // The first use of a window sweeps, so that a table of many keys does not only grow.
        if (Number(rows[0]?.uses) === count) await ask(SWEEP);
        return 0;
      }
      const wait = await ask(WAIT, [name, key]);
      return Math.max(1, Math.ceil(Number(wait.rows[0]?.seconds ?? duration)));
    },
    async giveBack(key, count = 1) {
      await ask("UPDATE admission_rates SET uses = uses - $3 WHERE name = $1 AND key = $2 AND uses >= $3", [
        name,
        key,
        count,
      ]);
    },
    async used(key) {
      const { rows } = await ask(
        "SELECT uses FROM admission_rates WHERE name = $1 AND key = $2 AND ends_at > clock_timestamp()",
        [name, key],
      );
      return Number(rows[0]?.uses ?? 0);
    },
    async reset(key) {
      await ask("DELETE FROM admission_rates WHERE name = $1 AND key = $2", [name, key]);
    },
  };
}
