import type { PostgresQueries } from "./pool.ts";

/** Runs queries one after the other, because `pg` takes one query at a time on a connection. */
export function oneByOne(client: PostgresQueries): PostgresQueries {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query(text, values) {
      const result = last.then(() => client.query(text, values));
      last = result.catch(() => {});
      return result;
    },
  };
}
