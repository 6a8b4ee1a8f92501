import type { IncomingMessage, ServerResponse } from "node:http";
import { addressKey, type ConnectionCaps, checkConnectionCaps, Refusal } from "@tidings/admission";
import { type AnswerCors, createReadJson } from "@tidings/admission/node";
import { type AnyStream, parseQuery, STREAM_PARAMETERS } from "@tidings/contracts";
import type { Hub } from "@tidings/hub";
import { serveStream } from "@tidings/hub/node";
import type { Registry } from "prom-client";
import { answerError, answerJson, answerText } from "./answer.ts";
import { authorize, type Doors } from "./authorize.ts";
import type { createPublish } from "./publish.ts";

/** What answers requests. */
export interface ListenerOptions {
  readonly hub: Hub;
  readonly streams: readonly AnyStream[];
  readonly doors: Doors;
  readonly caps: ConnectionCaps;
  /** Sets the headers of CORS; true where that was all that was asked. */
  readonly cors: AnswerCors;
  /** Throws where a request may not publish. */
  readonly checkPublisher: (request: IncomingMessage) => void;
  readonly publish: ReturnType<typeof createPublish>;
  /** Throws where a request may not read the metrics. */
  readonly checkScraper: (request: IncomingMessage) => void;
  readonly register: Registry;
  /** Whether the server takes requests; false once it drains. */
  readonly isReady: () => boolean;
  /** Told of failures that are the server's own. */
  readonly onFailure: (error: unknown) => void;
}

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

/** Makes the one listener of the server: streams at their paths, `/publish`, `/healthz`, `/readyz`, `/metrics`. */
export function createListener(options: ListenerOptions) {
  const { streams, cors, onFailure } = options;
  const handlers = new Map<string, Handler>([
    ...streams.map((stream): [string, Handler] => [stream.path, streamHandler(stream, options)]),
    ["/publish", publishHandler(options)],
    ["/healthz", (request, response) => answerText(request, response, 200, "ok\n")],
    ["/readyz", readinessHandler(options)],
    ["/metrics", metricsHandler(options)],
  ]);
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (cors(request, response)) return;
    const url = URL.parse(request.url ?? "/", "http://localhost");
    const handler = url === null ? undefined : handlers.get(url.pathname);
    const answered = async () => {
      if (url === null || handler === undefined) {
        throw new Refusal("not_found", [
          `There is nothing here; streams are at ${streams.map(({ path }) => path).join(", ")}`,
        ]);
      }
      await handler(request, response, url);
    };
    answered().catch((error: unknown) => {
      const failure = answerError(request, response, error);
      if (failure !== undefined) onFailure(failure);
    });
  };
}

function streamHandler(stream: AnyStream, { hub, doors, caps }: ListenerOptions): Handler {
  // Where the contract describes `topic`, it says what that may be.
  const besides = describesTopic(stream) ? STREAM_PARAMETERS : [...STREAM_PARAMETERS, "topic"];
  return async (request, response, { searchParams }) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return void serveStream(hub, request, response, { stream, topics: [] });
    }
    const query = parseQuery(stream.query, searchParams, besides);
    if (!query.ok) throw new Refusal("bad_request", query.issues);
    const { topics, principal } = await authorize(request, stream, searchParams, doors);
    const address = addressKey(request.socket.remoteAddress);
    // Nothing is awaited from here on, so that two at once cannot both be the last.
    checkConnectionCaps(hub, caps, { userId: principal?.id, address, stream: stream.name });
    const batch = searchParams.get("batch") === "true";
    serveStream(hub, request, response, { stream, topics, principal, address, batch });
  };
}

function describesTopic({ query }: AnyStream): boolean {
  const { def } = query._zod;
  return "shape" in def && typeof def.shape === "object" && def.shape !== null && "topic" in def.shape;
}

/** Bytes of the longest body: a hundred events of the usual largest size would not fit a request anyway. */
const MAX_BODY = 1024 * 1024;

function publishHandler({ checkPublisher, publish }: ListenerOptions): Handler {
  const readJson = createReadJson(MAX_BODY);
  return async (request, response) => {
    if (request.method !== "POST")
      throw new Refusal("method_not_allowed", ["Publish with POST"], { headers: { Allow: "POST" } });
    checkPublisher(request);
    const answer = await publish(request, await readJson(request, response));
    response.setHeader("Content-Type", "application/json; charset=utf-8");
    answerText(request, response, 200, `${answer}\n`);
  };
}

function readinessHandler({ hub, isReady }: ListenerOptions): Handler {
  return async (request, response) => {
    if (!isReady()) throw new Refusal("unavailable", ["The server is stopping"]);
    answerJson(request, response, 200, { status: "ready", position: await hub.head() });
  };
}

function metricsHandler({ checkScraper, register }: ListenerOptions): Handler {
  return async (request, response) => {
    checkScraper(request);
    response.setHeader("Content-Type", register.contentType);
    answerText(request, response, 200, await register.metrics());
  };
}
