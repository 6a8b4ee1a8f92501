import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { startPgbouncer } from "../pgbouncer.ts";
import { startPostgres } from "../postgres.ts";
import { startRedis } from "../redis.ts";

/** A service that test files ask for by its name. */
export type ServiceName = "postgres" | "pgbouncer" | "redis";

/** One server of each kind for a whole run of tests, started when the first test file asks for it. */
export interface ServicesOnDemand extends AsyncDisposable {
  /** A process that connects to this port of 127.0.0.1 and sends a name gets the URL, or the reason why there is none. */
  readonly port: number;
}

interface Started extends AsyncDisposable {
  readonly url: string;
}

/** Waits for test files, which run in other processes, to ask for services. A run in which nobody asks starts none. */
export async function serveServicesOnDemand(): Promise<ServicesOnDemand> {
  const starting = new Map<ServiceName, Promise<Started>>();
  const makers: Readonly<Record<ServiceName, () => Promise<Started>>> = {
    postgres: () => startPostgres(),
    pgbouncer: async () => startPgbouncer({ postgresUrl: (await get("postgres")).url }),
    redis: startRedis,
  };

  function get(name: ServiceName): Promise<Started> {
    const known = starting.get(name) ?? makers[name]();
    starting.set(name, known);
    return known;
  }

  async function answer(socket: Socket): Promise<string> {
    const [asked] = await once(socket, "data");
    const name = String(asked);
    if (!isService(name)) return `error: there is no service ${name}`;
    return get(name).then(
      ({ url }) => url,
      (error: unknown) => `error: ${error instanceof Error ? error.message : error}`,
    );
  }

  function isService(name: string): name is ServiceName {
    return Object.hasOwn(makers, name);
  }

  const server = createServer((socket) => {
    socket.on("error", () => {});
    answer(socket).then(
      (text) => socket.end(text),
      () => socket.destroy(),
    );
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      server.close();
      // The pooler goes before the server behind it.
      for (const name of ["pgbouncer", "postgres", "redis"] as const) {
        const service = await starting.get(name)?.catch(() => undefined);
        await service?.[Symbol.asyncDispose]();
      }
    },
  };
}
