import { ordersStream } from "@tidings/contracts/orders";
import { createClient, type OpenOptions } from "../client.ts";
import { FakeEventSource } from "./fake-event-source.ts";
import { createFakeHost, settle } from "./fake-host.ts";
import { greeting } from "./sample-events.ts";

/** An orders stream over a native EventSource, open and greeted. */
export async function openNativeOrders(options: OpenOptions<typeof ordersStream> = {}) {
  const sources: FakeEventSource[] = [];
  const host = createFakeHost(() => Promise.reject(new Error("no fetch in this test")), {
    createEventSource(url, init) {
      const source = new FakeEventSource(url, init);
      sources.push(source);
      return source as unknown as EventSource;
    },
  });
  const client = createClient({ transport: "event-source", host, backoff: { jitter: "none" } });
  const stream = client.open(ordersStream, options);
  const seen: string[] = [];
  stream.onAny(({ event, id }) => seen.push(`${event} ${id}`.trimEnd()));
  await settle();
  const [source] = sources;
  if (source === undefined) throw new Error("no EventSource was made");
  source.opens();
  source.says("connected", greeting().data ?? "");
  return { client, host, stream, source, sources, seen };
}
