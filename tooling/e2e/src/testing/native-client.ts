import { createClient } from "@tidings/client";
import { ordersStream } from "@tidings/contracts/orders";

// Runs in a page: its test bundles it and evaluates it there.

/** A client of the orders stream that uses the browser's own EventSource. */
export interface NativeClient {
  /** `connecting`, `open`, `reconnecting` ... */
  state(): string;
  /** Each order's code and status as they were told. */
  readonly updates: readonly string[];
  /** How each greeting said that the stream goes on. */
  readonly resumes: readonly string[];
}

/** Opens the stream with a token, which a native EventSource cannot send: that is what tickets are for (C18). */
export function openNativeClient(token: string): NativeClient {
  const client = createClient({ transport: "event-source", auth: { token: () => token }, backoff: { baseMs: 100 } });
  const stream = client.open(ordersStream);
  const updates: string[] = [];
  const resumes: string[] = [];
  stream.on("connected", ({ data }) => resumes.push(data.resume ?? "unsaid"));
  stream.on("order_status_update", ({ data }) => updates.push(`${data.order_code} — ${data.order_status}`));
  return { state: () => stream.getSnapshot().state, updates, resumes };
}
