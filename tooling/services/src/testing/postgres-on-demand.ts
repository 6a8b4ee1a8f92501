import { once } from "node:events";
import { createServer } from "node:net";
import { type Postgres, startPostgres } from "../postgres.ts";

/** One PostgreSQL server for a whole run of tests, started when the first test file asks. */
export interface PostgresOnDemand extends AsyncDisposable {
  /** A process that connects to this port of 127.0.0.1 gets the server's URL, or the reason why there is none. */
  readonly port: number;
}

/**
 * Waits for test files, which run in other processes, to ask for a PostgreSQL server. A run in which nobody asks starts
 * none.
 */
export async function servePostgresOnDemand(): Promise<PostgresOnDemand> {
  let starting: Promise<Postgres> | undefined;
  const server = createServer((socket) => {
    starting ??= startPostgres();
    const answer = starting.then(
      ({ url }) => url,
      (error: unknown) => `error: ${error instanceof Error ? error.message : error}`,
    );
    socket.on("error", () => {});
    void answer.then((text) => socket.end(text));
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      server.close();
      const postgres = await starting?.catch(() => undefined);
      await postgres?.[Symbol.asyncDispose]();
    },
  };
}
