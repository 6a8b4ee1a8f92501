import {
  type AnyEndpoint,
  type AnyStream,
  BATCH,
  ENDING,
  type EndpointData,
  type EndpointInput,
  parse,
  type StreamQuery,
  type SuccessBody,
} from "@tidings/contracts";
import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import {
  type BackoffChoice,
  type BackoffOptions,
  backoffOf,
  defaultBackoff,
  strictBackoff,
} from "./connection/backoff.ts";
import { type ConnectionOptions, createConnection } from "./connection/connection.ts";
import type { ShareConnections } from "./connection/share-connections.ts";
import { ClientError } from "./error.ts";
import { createHost, type Host } from "./host/host.ts";
import { type AuthOptions, createAuth } from "./http/auth.ts";
import { callEndpoint } from "./http/call.ts";
import { withQuery } from "./http/url.ts";
import { numberOption } from "./number-option.ts";
import { checkPosition } from "./position.ts";
import { createPool } from "./stores/pool.ts";
import { connectionOf, type HeardStream } from "./streams/connection-of.ts";
import type { EventStream } from "./streams/event-stream.ts";
import { createHandover } from "./streams/handover.ts";
import { createProblems } from "./streams/problems.ts";
import { createSharedStream, type SharedStream } from "./streams/shared-stream.ts";
import { createStreamHandle } from "./streams/stream-handle.ts";
import { createAddressCredential } from "./transport/address-credential.ts";
import { createEventSourceTransport } from "./transport/event-source.ts";
import { createFetchTransport } from "./transport/fetch.ts";
import { unpackBatches } from "./transport/unpack-batches.ts";

/** What {@link createClient} takes; everything has a default that suits a page on the server's own origin. */
export interface ClientOptions {
  /** Put before every path, without a final slash. Default `""`: the page's own origin. */
  readonly baseUrl?: string | undefined;
  /** Default: cookies alone. */
  readonly auth?: AuthOptions | undefined;
  /** Cookies to other origins need `"include"`. Default `"same-origin"`. */
  readonly credentials?: RequestCredentials | undefined;
  /**
   * `event-source` where `fetch` cannot stream: it hides statuses, and signs in by a one-time ticket in the address
   * (C18.1). Default `fetch`.
   */
  readonly transport?: "fetch" | "event-source" | undefined;
  /** Behave as WHATWG says for native EventSource, for conformance (C4). Default false. */
  readonly strict?: boolean | undefined;
  /**
   * One connection for all tabs of the browser: `shareTabs` of `@tidings/client/tabs` (C19.1). Not with `event-source` or
   * `strict`. Default: each tab has its own.
   */
  readonly share?: ShareConnections | undefined;
  readonly backoff?: BackoffChoice | undefined;
  /** Milliseconds a stream stays open after its last holder left. Default 1,000; 0 closes in the next turn; Infinity keeps it. */
  readonly lingerMs?: number | undefined;
  /** Milliseconds a call may take. Default 30,000; at least 1; Infinity waits for ever. */
  readonly callTimeoutMs?: number | undefined;
  /**
   * Hears of dropped events and throwing listeners, every time. Without it listeners' errors go to `reportError`. Beside it,
   * in development, the console has one warning of each kind (C31.1).
   */
  readonly onProblem?: ((problem: ClientError) => void) | undefined;
  /** Clock, fetch and the like, for tests and other hosts. */
  readonly host?: Partial<Host> | undefined;
}

/** How to open a stream. */
export interface OpenOptions<S extends AnyStream> {
  readonly query?: StreamQuery<S> | undefined;
  /**
   * The position of a snapshot: nothing after it will be missed (C1.1). Default: where a stream of the same contract stands
   * that was closed in this very turn, as when its query changes (C29); else from now on.
   */
  readonly from?: string | undefined;
  /**
   * False says that a snapshot is being loaded first, and again after a greeting that is not `complete` unless it bears
   * the snapshot's position: the stream, if nobody started it yet, waits for this holder's {@link EventStream.connect}
   * or `close`, whoever else wants it. Default true.
   */
  readonly connect?: boolean | undefined;
  /**
   * Asks for the events of one write as one, for streams with bursts; they are delivered one by one all the same
   * (C24.3). Holders that ask and holders that do not share no connection. Default false.
   */
  readonly batch?: boolean | undefined;
  /** Other waits than the client's; streams with different waits are not shared. */
  readonly backoff?: BackoffChoice | undefined;
}

/** How a request that creates something is sent. */
export interface CreateOptions {
  /**
   * Names the attempt: sent again with the same key and input, it is done once and answered alike (D25.2). An
   * {@link Attempt} makes and keeps it. 1 to 255 printable ASCII characters. Default: none, and every call creates.
   */
  readonly idempotencyKey?: string | undefined;
}

/** How to call an endpoint. */
export interface CallOptions<S extends AnyStream = AnyStream> extends CreateOptions {
  /** Cancels the call. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The stream on which this page would hear of what the call does. It need not, because the page shows the answer
   * itself: the user's other connections are told (C32.2). Only for endpoints that take the name of a connection.
   * Default: it is left to the server.
   */
  readonly heardOn?: HeardStream<S> | undefined;
}

/** Streams and calls of one user against one server. */
export interface Client extends Disposable {
  /** The host the client runs on: clock and frames for what is built upon it. */
  readonly host: Host;
  /**
   * Opens a stream, or joins the one already open with the same query.
   *
   * @throws ClientError `invalid_query`, `invalid_position`, `invalid_options`, `closed`
   */
  open<S extends AnyStream>(stream: S, options?: OpenOptions<S>): EventStream<S>;
  /**
   * Calls an endpoint and validates its answer.
   *
   * @throws ClientError `http` with `status` and `errors`, `invalid_response`, `network`, `aborted`, `invalid_key`
   */
  call<E extends AnyEndpoint, S extends AnyStream = AnyStream>(
    endpoint: E,
    input: EndpointInput<E>,
    options?: CallOptions<S>,
  ): Promise<SuccessBody<EndpointData<E>>>;
  /** Takes a problem that something built upon the client met. */
  report(problem: ClientError): void;
  /** Ends every stream at once and leaves nothing behind; idempotent (C12.1, C12.2). */
  close(): void;
}

const LINGER = { fallback: 1_000, min: 0, max: MAX_TIMER_MS, orInfinity: true };
const CALL = { fallback: 30_000, min: 1, max: MAX_TIMER_MS, orInfinity: true };

/**
 * A client for one server.
 *
 * @throws ClientError `invalid_options`: a number is of the wrong type or out of its range
 * @example
 * const client = createClient({ auth: { token: () => session.token, refresh: () => session.renew() } });
 * const { data } = await client.call(listOrders, {});
 * client.open(ordersStream).on("order_status_update", ({ data }) => console.log(data.order_code, data.order_status));
 * @see docs/spec/client.md
 */
export function createClient(options: ClientOptions = {}): Client {
  const host = createHost(options.host);
  const auth = createAuth(options.auth ?? {}, host);
  const baseUrl = (options.baseUrl ?? "").replace(/\/+$/, "");
  const credentials = options.credentials ?? "same-origin";
  const lingerMs = numberOption("createClient's lingerMs", options.lingerMs, LINGER);
  const timeoutMs = numberOption("createClient's callTimeoutMs", options.callTimeoutMs, CALL);
  const usualWaits = backoffOf(options.strict ? strictBackoff : defaultBackoff, options.backoff);
  const pool = createPool<SharedStream>({ lingerMs, setTimer: (run, ms) => host.setTimer(run, ms) });
  const share = options.transport === "event-source" || options.strict ? undefined : options.share;
  const handover = createHandover();
  const calls = new AbortController();
  let closed = false;

  const problems = createProblems(host, options.onProblem);
  const { report } = problems;

  const calling = { baseUrl, host, credentials, timeoutMs };
  const addressCredential = createAddressCredential({ ...calling, token: auth.token, report });

  const createStream = (
    definition: AnyStream,
    address: string,
    batch: boolean,
    backoff: BackoffOptions,
    key: string,
  ) => {
    const url = withQuery(address, batch ? { batch } : {});
    const plain =
      options.transport === "event-source"
        ? createEventSourceTransport({
            host,
            url,
            credentials,
            credential: (signal) => addressCredential(definition.name, signal),
            names: ["connected", ENDING, BATCH, ...Object.keys(definition.events)],
          })
        : createFetchTransport({ host, url, credentials, token: auth.token });
    const transport = batch ? unpackBatches(plain, definition.name, report) : plain;
    const create = (callbacks: Pick<ConnectionOptions, "onChange" | "onEvent" | "onActivity">) =>
      createConnection({
        ...callbacks,
        transport,
        host,
        backoff,
        strict: options.strict ?? false,
        refresh: auth.refresh,
      });
    return createSharedStream({
      definition,
      address,
      host,
      problems,
      listen: (name) => transport.listen?.(name),
      connection: (callbacks) =>
        share === undefined ? create(callbacks) : share({ ...callbacks, definition, host, stream: key, create }),
    });
  };

  return {
    host,
    open(definition, { query, from, connect = true, batch = false, backoff } = {}) {
      if (closed) throw new ClientError("closed", "this client was closed; create another");
      const parsed = parse(definition.query, query ?? {});
      if (!parsed.ok) {
        const message = `the query of ${definition.name} is not its contract's: ${parsed.issues.join("; ")}`;
        throw new ClientError("invalid_query", message);
      }
      checkPosition(from);
      const address = withQuery(baseUrl + definition.path, query ?? {});
      const waits = backoffOf(usualWaits, backoff);
      const key = `${definition.name} ${address} ${batch} ${JSON.stringify(Object.entries(waits).sort())}`;
      const { thing: shared, release } = pool.acquire(key, () => createStream(definition, address, batch, waits, key));
      const handle = createStreamHandle(definition, shared, connect, () => {
        handover.leave(definition, shared.position);
        release();
      });
      if (connect) handle.connect(from ?? handover.take(definition));
      return handle;
    },
    async call(endpoint, input, { signal, heardOn, idempotencyKey } = {}) {
      const isNamed = heardOn !== undefined && endpoint.namesConnection;
      // Not if tabs share the connection: leaving it out would keep the event from the other tabs.
      const streams = share === undefined ? pool.list() : [];
      try {
        return await callEndpoint({ ...calling, auth }, endpoint, input, {
          signal: signal === undefined ? calls.signal : AbortSignal.any([signal, calls.signal]),
          connectionId: isNamed ? connectionOf(streams, baseUrl, heardOn) : undefined,
          idempotencyKey,
        });
      } catch (error) {
        if (error instanceof ClientError && error.code === "invalid_response") problems.warn(error);
        throw error;
      }
    },
    report,
    close() {
      closed = true;
      calls.abort();
      pool.close();
      auth.close();
    },
    [Symbol.dispose]() {
      this.close();
    },
  };
}
