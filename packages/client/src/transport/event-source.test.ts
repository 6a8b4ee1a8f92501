import { describe, expect, it } from "vitest";
import { ClientError } from "../error.ts";
import { FakeEventSource } from "../testing/fake-event-source.ts";
import { settle } from "../testing/fake-host.ts";
import { openNativeOrders } from "../testing/open-native-orders.ts";
import type { AddressCredential } from "./address-credential.ts";
import { createEventSourceTransport } from "./event-source.ts";
import type { TransportEnd } from "./transport.ts";

async function open(lastEventId = "", credential: () => Promise<AddressCredential> = async () => ({})) {
  const sources: FakeEventSource[] = [];
  const log: string[] = [];
  const transport = createEventSourceTransport({
    host: {
      createEventSource(url, init) {
        const source = new FakeEventSource(url, init);
        sources.push(source);
        return source as unknown as EventSource;
      },
    },
    url: "/api/sse?userId=u",
    credentials: "include",
    credential,
    names: ["connected", "error", "update"],
  });
  const connection = transport.open(
    { lastEventId, fromSnapshot: false },
    {
      onOpen: () => log.push("open"),
      onActivity() {},
      onEvent: ({ type, data, lastEventId: id }) => log.push(`${type} ${data} ${id}`.trimEnd()),
      onId() {},
      onRetry() {},
      onEnd: ({ kind }) => log.push(kind),
    },
  );
  await settle();
  const source = sources[0];
  if (source === undefined) throw new Error("no EventSource was made");
  return { transport, connection, source, log };
}

describe("C2.3: native EventSource", () => {
  it("resumes and signs in by the address", async () => {
    const { source } = await open("e:7", async () => ({ ticket: "t1cket" }));
    expect(source.url).toBe("/api/sse?userId=u&lastEventId=e%3A7&ticket=t1cket");
    expect(source.withCredentials).toBe(true);
  });

  it("tells a server's event named error from a failure", async () => {
    const { source, log } = await open();
    source.opens();
    source.says("error", '{"error":"x"}');
    expect(log).toEqual(["open", 'error {"error":"x"}']);
  });

  it("carries the id over until it sees one, and then believes the browser", async () => {
    const { source, log } = await open("e:7");
    source.says("update", "a");
    source.says("update", "b", "e:8");
    source.says("update", "c");
    expect(log).toEqual(["update a e:7", "update b e:8", "update c"]);
  });

  it("leaves reconnecting to the machine, and tells a refusal from an end", async () => {
    const dropped = await open();
    dropped.source.fails(0);
    expect([dropped.log, dropped.source.readyState]).toEqual([["ended"], 2]);
    const refused = await open();
    refused.source.fails(2);
    expect(refused.log).toEqual(["refused"]);
  });

  it("hears custom events that are asked for, once", async () => {
    const { transport, source, log } = await open();
    source.says("announcement", "1");
    transport.listen?.("announcement");
    transport.listen?.("announcement");
    source.says("announcement", "2");
    expect(log).toEqual(["announcement 2"]);
  });

  it("a credential that is refused ends the attempt with its status; one that does not come, as a broken network", async () => {
    const tell = async (cause: unknown) => {
      const ends: TransportEnd[] = [];
      const transport = createEventSourceTransport({
        host: { createEventSource: () => expect.fail("opened without a credential") },
        url: "/api/sse",
        credentials: "include",
        credential: () => Promise.reject(cause),
        names: [],
      });
      const handlers = { onOpen() {}, onActivity() {}, onEvent() {}, onId() {}, onRetry() {} };
      transport.open({ lastEventId: "", fromSnapshot: false }, { ...handlers, onEnd: (end) => ends.push(end) });
      await settle();
      return ends;
    };
    const request = "POST /api/stream-tickets";
    const refused = new ClientError("http", "wait", { request, status: 429, errors: ["wait"], retryAfterMs: 7000 });
    expect(await tell(refused)).toEqual([
      { kind: "status", request, status: 429, errors: ["wait"], retryAfterMs: 7000 },
    ]);
    const nameless = new ClientError("http", "wait", { status: 429 });
    expect(await tell(nameless)).toEqual([
      { kind: "status", request: "", status: 429, errors: [], retryAfterMs: undefined },
    ]);
    const broken = new ClientError("network", "gone");
    expect(await tell(broken)).toEqual([{ kind: "network", cause: broken }]);
  });

  it("C12.1: closed while its credential is fetched, it cancels that and opens nothing", async () => {
    let cancelled = false;
    const transport = createEventSourceTransport({
      host: { createEventSource: () => expect.fail("opened after close") },
      url: "/api/sse",
      credentials: "include",
      credential: (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            cancelled = true;
            reject(signal.reason);
          });
        }),
      names: [],
    });
    const handlers = { onOpen() {}, onActivity() {}, onEvent() {}, onId() {}, onRetry() {} };
    const onEnd = () => expect.fail("told of an end after close");
    transport.open({ lastEventId: "", fromSnapshot: false }, { ...handlers, onEnd }).close();
    await settle();
    expect(cancelled).toBe(true);
  });

  it("C12.1: closed while its credential is fetched, it opens nothing when that comes all the same", async () => {
    const credential = Promise.withResolvers<AddressCredential>();
    let opened = 0;
    const transport = createEventSourceTransport({
      host: {
        createEventSource: () => {
          opened += 1;
          return expect.fail("opened after close");
        },
      },
      url: "/api/sse",
      credentials: "include",
      credential: () => credential.promise,
      names: [],
    });
    const handlers = { onOpen() {}, onActivity() {}, onEvent() {}, onId() {}, onRetry() {} };
    const onEnd = () => expect.fail("told of an end after close");
    transport.open({ lastEventId: "", fromSnapshot: false }, { ...handlers, onEnd }).close();
    credential.resolve({ ticket: "t" });
    await settle();
    expect(opened).toBe(0);
  });

  it("C12.2: is silent after close", async () => {
    const { connection, source, log } = await open();
    connection.close();
    expect(source.readyState).toBe(2);
    source.says("update", "late");
    source.opens();
    source.fails(0);
    expect(log).toEqual([]);
  });
});

it("C7.2: native EventSource hides heartbeats, so a stream that says nothing is not taken for silent", async () => {
  const { client, host, stream, sources } = await openNativeOrders();
  await host.advance(600_000);
  expect([sources.length, stream.getSnapshot().state]).toEqual([1, "open"]);
  client.close();
});

it("C6.5: an end that was announced is no failure over native EventSource either", async () => {
  const { client, host, stream, source, sources } = await openNativeOrders();
  source.says("ending", '{"reason":"drained"}');
  source.fails(0);
  expect(stream.getSnapshot()).toMatchObject({ state: "reconnecting", attempt: 0, error: undefined });
  await host.advance(1_000);
  expect(sources).toHaveLength(2);
  client.close();
});
