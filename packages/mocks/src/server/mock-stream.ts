import {
  type AnyStream,
  batchParameter,
  type ConnectionFields,
  checkGreeting,
  parse,
  parseQuery,
  STREAM_PARAMETERS,
} from "@tidings/contracts";
import type { User } from "@tidings/contracts/auth";
import { encodeEvent } from "@tidings/wire";
import { type HttpHandler, HttpResponse, http } from "msw";
import { MocksError } from "../error.ts";
import { failure } from "./answer.ts";
import { queryOf, refusalFor, tokenOf } from "./identity.ts";
import { passesOn } from "./in-order.ts";
import type { MockServer } from "./mock-server.ts";

/** What a stream's schema gives out. */
type Output<S extends AnyStream["query"]> = S["_zod"]["output"];

/** Who opens a stream, and with what. */
export interface MockVisitor<S extends AnyStream> {
  readonly user: User | undefined;
  readonly query: Output<S["query"]>;
}

/** What {@link mockStream} takes beside the server and the stream. */
export interface MockStreamOptions<S extends AnyStream> {
  /**
   * Keys of the topics that a connection subscribes to, beside `*`, to which all do. Default: the user's id, or `all`
   * if nobody is signed in.
   */
  topics?(visitor: MockVisitor<S>): readonly string[];
  /** The greeting. Default: the contract's first sample with this connection's own fields. */
  greeting?(fields: ConnectionFields, visitor: MockVisitor<S>): Output<S["greeting"]["event"]["schema"]>;
  /** Refuses a visitor whom the contract would allow. Default: refuses nobody. */
  refuse?(visitor: MockVisitor<S>): Response | undefined;
  /** Another address than the contract's. */
  readonly path?: string | undefined;
  /** Whether a request to that address is for this stream. Others go to the next handler. Default: all are. */
  takes?(query: Readonly<Record<string, string>>): boolean;
}

/**
 * The MSW handler of one stream: identifies the user, resumes after `Last-Event-ID` (or `?lastEventId=`), greets, and
 * stays open. Give it to MSW before endpoints whose path would match too (`/api/orders/:id` and `/api/orders/stream`),
 * or let `createMockApp` order them. A greeting that breaks its contract becomes a 500 that says so.
 *
 * @example setupServer(mockStream(server, ordersStream))
 */
export function mockStream<S extends AnyStream>(
  server: MockServer,
  stream: S,
  options: MockStreamOptions<S> = {},
): HttpHandler {
  const topicsOf = options.topics ?? (({ user }) => [user?.id ?? "all"]);
  const [sample] = stream.greeting.event.samples.valid;
  const greetingOf = options.greeting ?? ((fields: ConnectionFields) => ({ ...Object(sample), ...fields }));

  const handler = http.get(`*${options.path ?? stream.path}`, async ({ request, cookies }) => {
    if (options.takes && !options.takes(queryOf(request))) return undefined;
    const turnedAway = await server.admit("stream");
    if (turnedAway) return turnedAway;

    const user = server.identify(tokenOf(request, cookies));
    const refusal = refusalFor(stream.access, user);
    if (refusal) return failure(refusal);
    const query = parseQuery(stream.query, new URL(request.url).searchParams, STREAM_PARAMETERS);
    if (!query.ok) return failure(400, query.issues);
    const batch = parse(batchParameter, new URL(request.url).searchParams.get("batch") ?? undefined, "batch");
    if (!batch.ok) return failure(400, batch.issues);
    const visitor: MockVisitor<S> = { user, query: query.data };
    const refused = options.refuse?.(visitor);
    if (refused) return refused;

    try {
      const body = server.connect({
        stream,
        topics: ["*", ...topicsOf(visitor)].map((key) => stream.topic(key).name),
        user,
        lastEventId: lastEventIdOf(request),
        batch: batch.data === "true",
        greet: (fields) => encodeGreeting(stream, greetingOf(fields, visitor)),
      });
      return new HttpResponse(body, {
        headers: STREAM_HEADERS,
      });
    } catch (error) {
      if (error instanceof MocksError) return failure(500, [error.message]);
      throw error;
    }
  });
  return options.takes ? passesOn(handler) : handler;
}

/**
 * The headers that a server sends over HTTP/1.1. They say `chunked`, because Node's `fetch` treats an answer that is
 * not chunked as complete when its socket closes. If that happens after the page has closed the stream, an assertion
 * fails that nobody can catch.
 */
const STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache",
  "X-Accel-Buffering": "no",
  "Transfer-Encoding": "chunked",
};

function encodeGreeting(stream: AnyStream, greeting: unknown): string {
  const checked = checkGreeting(stream, greeting);
  if (!checked.ok) throw new MocksError("invalid_greeting", `in the mock, ${checked.message}`);
  const { name } = stream.greeting;
  return encodeEvent({ event: name === "message" ? undefined : name, data: JSON.stringify(checked.data) });
}

function lastEventIdOf(request: Request): string | undefined {
  // The header wins unless it is empty. A service worker does not see the header of a native EventSource.
  return request.headers.get("last-event-id") || new URL(request.url).searchParams.get("lastEventId") || undefined;
}
