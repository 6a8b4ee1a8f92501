import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A real server on 127.0.0.1 for one test. */
export interface HttpServer {
  readonly url: string;
  /** Sockets still connected. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Starts a server on a free port; `close` cuts whatever is still connected. */
export async function startHttpServer(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpServer> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
