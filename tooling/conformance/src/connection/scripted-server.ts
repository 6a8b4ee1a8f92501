import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { Answer, ConnectionCase } from "./connection-case.ts";
import { playAnswer } from "./play-answer.ts";

/** A request as a case's expectations see it. */
interface SeenRequest {
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Its header as the text it was made from; null where there was none. */
  readonly lastEventId: string | null;
  /** Milliseconds since the connection before it ended; null for the first, or when that one had not ended. */
  readonly gapMs: number | null;
  /** Whether the client let go of it before the script was through. */
  abortedByClient: boolean;
}

/** A server that does what a case says, on a free port of 127.0.0.1. */
export interface ScriptedServer {
  readonly url: string;
  /** Requests in the order of their arrival. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Further requests of a path get this, and are counted. */
const NO_MORE: Answer = {
  status: 204,
  headers: {},
  delayMs: 0,
  body: [],
  ending: "end",
  gzip: false,
  rawHttp10: false,
};

/** Starts the server of one case. */
export async function startScriptedServer(script: ConnectionCase["server"]): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const asked = new Map<string, number>();
  const closing = new AbortController();
  let url = "";
  let endedAt: number | undefined;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    const nth = asked.get(path) ?? 0;
    asked.set(path, nth + 1);
    const seen: SeenRequest = {
      path,
      method: request.method ?? "",
      headers: request.headers,
      lastEventId: textOf(request.headers["last-event-id"]),
      gapMs: endedAt === undefined ? null : performance.now() - endedAt,
      abortedByClient: false,
    };
    requests.push(seen);
    endedAt = undefined;
    let through = false;
    response.once("close", () => {
      seen.abortedByClient = !through && !closing.signal.aborted;
      if (!through) endedAt = performance.now();
    });
    await playAnswer(script[path]?.[nth] ?? NO_MORE, request.socket, response, {
      base: url,
      signal: closing.signal,
      onThrough() {
        through = true;
        endedAt = performance.now();
      },
    });
  }

  const server = createServer((request, response) => void serve(request, response));
  // If the server dropped an idle connection just when the client uses it, that would look like a failure of the
  // client.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address !== null && typeof address === "object") url = `http://127.0.0.1:${address.port}`;

  return {
    url,
    requests,
    async close() {
      closing.abort();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Header bytes reach Node as Latin-1, while ids travel as UTF-8. */
function textOf(header: string | string[] | undefined): string | null {
  return header === undefined ? null : Buffer.from(String(header), "latin1").toString("utf8");
}
