import { once } from "node:events";
import { createServer, type IncomingMessage, request as open, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { errorAnswer } from "../http/error-answer.ts";

/** Whatever was answered to a request. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** What a request of a test says; a header may come several times. */
export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

/**
 * Serves every request by one function, on a real socket, and ends with its test. What the function throws is answered as
 * an application answers it.
 *
 * @returns asks the server, with exactly the headers given beside Host and the body's framing
 */
export async function serve(handle: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const server = createServer(async (request, response) => {
    try {
      const answer = await handle(request, response);
      if (!response.writableEnded) response.end(JSON.stringify(answer) ?? "");
    } catch (thrown) {
      const { status, headers, body } = errorAnswer(thrown);
      response.writeHead(status, { ...headers }).end(JSON.stringify(body));
    }
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return async ({ method = "GET", path = "/", headers = {}, body }: Asked = {}): Promise<Answered> => {
    const sent = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
    );
    const request = open({ port, host: "127.0.0.1", method, path, headers: sent, agent: false });
    request.end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
  };
}
