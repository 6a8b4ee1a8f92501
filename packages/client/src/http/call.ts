import {
  type AnyEndpoint,
  CONNECTION_HEADER,
  type EndpointData,
  type EndpointInput,
  IDEMPOTENCY_KEY,
  MAX_IDEMPOTENCY_KEY,
  parse,
  type SuccessBody,
  writeIdempotencyKey,
} from "@tidings/contracts";
import * as z from "zod/mini";
import { ClientError } from "../error.ts";
import type { Host } from "../host/host.ts";
import type { Auth } from "./auth.ts";
import { readErrors } from "./error-body.ts";
import { httpError, requestOf } from "./http-error.ts";
import { readJson } from "./read-json.ts";
import { readRetryAfter } from "./retry-after.ts";
import { fillPath, withQuery } from "./url.ts";

const successBody = z.object({
  success: z.literal(true),
  data: z.unknown(),
  message: z.optional(z.string()),
  position: z.optional(z.string()),
});

/** What calls of one client share. */
export interface CallContext {
  readonly baseUrl: string;
  readonly host: Host;
  readonly auth: Pick<Auth, "token" | "refresh">;
  readonly credentials: RequestCredentials;
  /** Milliseconds a call may take; Infinity for ever. */
  readonly timeoutMs: number;
}

/** What belongs to one call. */
export interface CallOptions {
  readonly signal: AbortSignal | undefined;
  /** The connection that need not be told of what the call does (C32.2); undefined says nothing about it. */
  readonly connectionId?: string | undefined;
  /** Names the attempt to create something (D25.2); undefined for none. */
  readonly idempotencyKey?: string | undefined;
}

/** Calls an endpoint and holds its answer against the contract. After a 401 it tries once more with a fresh session (C5.1). */
export async function callEndpoint<E extends AnyEndpoint>(
  context: CallContext,
  endpoint: E,
  input: EndpointInput<E>,
  { signal, connectionId, idempotencyKey }: CallOptions,
): Promise<SuccessBody<EndpointData<E>>> {
  const key = idempotencyKey === undefined ? undefined : keyHeader(idempotencyKey);
  const abort = new AbortController();
  const onAbort = () => abort.abort();
  const late = new DOMException(`no answer within ${context.timeoutMs} ms`, "TimeoutError");
  const cancelTimer =
    context.timeoutMs === Number.POSITIVE_INFINITY
      ? undefined
      : context.host.setTimer(() => abort.abort(late), context.timeoutMs);
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort);
  try {
    return await exchange(context, endpoint, input, { signal: abort.signal, connectionId, idempotencyKey: key });
  } catch (cause) {
    if (cause instanceof ClientError) throw cause;
    if (abort.signal.reason === late) throw new ClientError("network", late.message, { cause });
    if (abort.signal.aborted) throw new ClientError("aborted", "the call was cancelled", { cause });
    throw new ClientError("network", "the server could not be reached; try again", { cause });
  } finally {
    cancelTimer?.();
    signal?.removeEventListener("abort", onAbort);
  }
}

async function exchange<E extends AnyEndpoint>(
  context: CallContext,
  endpoint: E,
  input: EndpointInput<E>,
  options: SendOptions,
): Promise<SuccessBody<EndpointData<E>>> {
  const path = fillPath(endpoint.path, input.params ?? {});
  const url = withQuery(context.baseUrl + path, input.query ?? {});
  let response = await send(context, endpoint, url, input, options);
  if (response.status === 401 && endpoint.access !== "anyone" && (await refresh(context.auth, options.signal))) {
    response = await send(context, endpoint, url, input, options);
  }
  return readAnswer(endpoint, requestOf(endpoint.method, url), response, context.host.now());
}

function keyHeader(key: string): string {
  const header = writeIdempotencyKey(key);
  if (header !== undefined) return header;
  const message = `an idempotency key is 1 to ${MAX_IDEMPOTENCY_KEY} printable ASCII characters; leave it out or make one by createAttempt`;
  throw new ClientError("invalid_key", message);
}

/** Whether another try is worthwhile. Not for a call that was cancelled: a refresh that ends a session closes its client. */
async function refresh(auth: CallContext["auth"], signal: AbortSignal): Promise<boolean> {
  try {
    return await unlessAborted(auth.refresh(), signal);
  } catch (cause) {
    if (!signal.aborted || signal.reason?.name === "TimeoutError") throw cause;
    return false;
  }
}

/**
 * What an application's `token` or `refresh` answers; it takes no abort signal, and the call must not wait for ever.
 */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort);
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

interface SendOptions extends CallOptions {
  readonly signal: AbortSignal;
}

async function send<E extends AnyEndpoint>(
  context: CallContext,
  endpoint: E,
  url: string,
  input: EndpointInput<E>,
  { signal, connectionId, idempotencyKey }: SendOptions,
): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  const token = await unlessAborted(context.auth.token(), signal);
  if (token) headers.authorization = `Bearer ${token}`;
  if (input.body !== undefined) headers["content-type"] = "application/json";
  if (connectionId !== undefined) headers[CONNECTION_HEADER] = connectionId;
  if (idempotencyKey !== undefined) headers[IDEMPOTENCY_KEY] = idempotencyKey;
  return context.host.fetch(url, {
    method: endpoint.method,
    headers,
    signal,
    cache: "no-store",
    credentials: context.credentials,
    body: input.body === undefined ? null : JSON.stringify(input.body),
  });
}

async function readAnswer<E extends AnyEndpoint>(
  endpoint: E,
  request: string,
  response: Response,
  now: number,
): Promise<SuccessBody<EndpointData<E>>> {
  const { status } = response;
  if (!response.ok) {
    const told = await readErrors(response);
    const errors =
      told.length > 0 ? told : [endpoint.errors[status] ?? `${endpoint.name} failed with status ${status}`];
    const retryAfterMs = readRetryAfter(response.headers, now);
    throw httpError({ request, status, errors, retryAfterMs, subject: endpoint.name });
  }
  const body = parse(successBody, await readJson(endpoint, request, response));
  if (!body.ok) throw invalidResponse(endpoint, request, status, body.issues);
  const data = parse(endpoint.data as E["data"], body.data.data);
  if (!data.ok) throw invalidResponse(endpoint, request, status, data.issues);
  const { message, position } = body.data;
  return { success: true, data: data.data, message, position };
}

function invalidResponse(
  endpoint: AnyEndpoint,
  request: string,
  status: number,
  issues: readonly string[],
): ClientError {
  return new ClientError(
    "invalid_response",
    `the answer to ${request} (${endpoint.name}) breaks its contract: ${issues.join("; ")}; is the server of another version?`,
    { request, status, subject: endpoint.name },
  );
}
