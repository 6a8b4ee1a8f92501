import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "@tidings/admission";
import { type AnswerCors, checkHost } from "@tidings/admission/node";
import { IDEMPOTENCY_KEY } from "@tidings/contracts";
import type { Hub } from "@tidings/hub";
import type { Registry } from "prom-client";
import { answerError, answerJson, answerText } from "./answer.ts";
import { isDocsPath } from "./docs-route.ts";
import { type Handler, requireMethod } from "./handler.ts";
import type { createPublish } from "./publish.ts";
import { readEvents } from "./read-events.ts";
import { TICKET_PATHS } from "./ticket-route.ts";

/** What {@link createListener} takes. */
export interface ListenerOptions {
  readonly hub: Hub;
  /** The streams' routes, by path. */
  readonly streams: ReadonlyMap<string, Handler>;
  readonly ticket: Handler;
  readonly docs: Handler;
  readonly cors: AnswerCors;
  /** Throws if a request may not publish. */
  readonly checkPublisher: (request: IncomingMessage) => void;
  readonly publish: ReturnType<typeof createPublish>;
  /** Throws if a request may not read the metrics. */
  readonly checkScraper: (request: IncomingMessage) => void;
  readonly register: Registry;
  /** Whether the server takes requests; false once it drains. */
  readonly isReady: () => boolean;
  /** Called for failures of the server. */
  readonly onFailure: (error: unknown) => void;
}

/** Makes the one listener of the server: streams at their paths, and the server's own addresses. */
export function createListener(options: ListenerOptions) {
  const { streams, ticket, docs, cors, onFailure } = options;
  const handlers = new Map<string, Handler>([
    ...streams,
    ...TICKET_PATHS.map((path): [string, Handler] => [path, ticket]),
    ["/publish", publishHandler(options)],
    ["/healthz", (request, response) => answerText(request, response, 200, "ok\n")],
    ["/readyz", readinessHandler(options)],
    ["/metrics", metricsHandler(options)],
  ]);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    checkHost(request);
    const url = URL.parse(request.url ?? "/", "http://localhost");
    const path = url?.pathname ?? "";
    const handler = handlers.get(path) ?? (isDocsPath(path) ? docs : undefined);
    if (url === null || handler === undefined) {
      throw new Refusal("not_found", [`There is nothing here; streams are at ${[...streams.keys()].join(", ")}`]);
    }
    await handler(request, response, url);
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    if (cors(request, response)) return;
    answer(request, response).catch((error: unknown) => {
      const failure = answerError(request, response, error);
      if (failure !== undefined) onFailure(failure);
    });
  };
}

function publishHandler({ checkPublisher, publish }: ListenerOptions): Handler {
  return async (request, response) => {
    requireMethod(request, "POST", "Publish with POST");
    checkPublisher(request);
    const key = request.headers[IDEMPOTENCY_KEY.toLowerCase()];
    const answer = await publish(await readEvents(request, response), typeof key === "string" ? key : undefined);
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
