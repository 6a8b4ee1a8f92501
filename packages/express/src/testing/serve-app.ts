import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server, request as send } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** What a request of a test says. */
export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Whatever was answered to a request. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** An application on a real socket. */
export interface ServedApp {
  readonly url: string;
  /** Sends exactly the headers that are given, beside Host and the body's framing. */
  readonly ask: (asked?: Asked) => Promise<Answered>;
  /** Sends bytes, and resolves with all that is answered until the server hangs up. */
  readonly sendBytes: (bytes: string) => Promise<string>;
}

/** Serves an application; it ends with its test. */
export async function serveApp(listener: RequestListener, prepare: (server: Server) => void = () => {}) {
  const server = createServer({ requireHostHeader: false }, listener);
  prepare(server);
  server.listen(0, "127.0.0.1");
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const served: ServedApp = {
    url: `http://127.0.0.1:${port}`,
    async ask({ method = "GET", path = "/", headers = {}, body } = {}) {
      const request = send({ port, host: "127.0.0.1", method, path, headers, agent: false });
      request.end(body);
      const [response] = (await once(request, "response")) as [IncomingMessage];
      return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
    },
    sendBytes(bytes) {
      const socket = connect(port, "127.0.0.1", () => socket.write(bytes, "latin1"));
      return text(socket);
    },
  };
  return served;
}
