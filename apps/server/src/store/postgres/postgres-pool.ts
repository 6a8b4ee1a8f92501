import { Pool, types } from "pg";

/** How {@link createPostgresPool} connects. */
export interface PoolOptions {
  readonly url: string;
  /** The most connections that this process opens. */
  readonly max: number;
  /** A connection broke while nobody used it. The pool opens another one when it is needed. */
  readonly onIdleError: (error: unknown) => void;
}

const INT8 = types.builtins.INT8;

/** Makes a pool whose integers are numbers, or bigints where no number holds them (S18.3). */
export function createPostgresPool({ url, max, onIdleError }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    // A request that waits for a connection longer than this is refused.
    connectionTimeoutMillis: 5000,
    application_name: "tidings",
    types: {
      getTypeParser: (id, format) =>
        id === INT8 && format !== "binary" ? readInteger : types.getTypeParser(id, format),
    },
  });
  // Without a listener such an error ends the process.
  pool.on("error", onIdleError);
  return pool;
}

function readInteger(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
