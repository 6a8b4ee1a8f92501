import { describe, expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { createEventSourceTransport } from "./event-source.ts";

/** As much of a native EventSource as the transport touches. */
class FakeEventSource extends EventTarget {
  readonly url: string;
  readonly withCredentials: boolean;
  readyState = 0;
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;

  constructor(url: string, init: EventSourceInit) {
    super();
    this.url = url;
    this.withCredentials = init.withCredentials ?? false;
  }
  close() {
    this.readyState = 2;
  }
  opens() {
    this.readyState = 1;
    this.onopen?.(new Event("open"));
  }
  says(type: string, data: string, lastEventId = "") {
    const event = new MessageEvent(type, { data, lastEventId });
    this.dispatchEvent(event);
    if (type === "error") this.onerror?.(event);
  }
  fails(readyState: number) {
    this.readyState = readyState;
    this.onerror?.(new Event("error"));
  }
}

async function open(lastEventId = "", token?: string) {
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
    token: async () => token,
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

describe("C2: native EventSource", () => {
  it("resumes and signs in by the address", async () => {
    const { source } = await open("e:7", "t0ken");
    expect(source.url).toBe("/api/sse?userId=u&lastEventId=e%3A7&token=t0ken");
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

  it("C12: is silent after close", async () => {
    const { connection, source, log } = await open();
    connection.close();
    expect(source.readyState).toBe(2);
    source.says("update", "late");
    source.opens();
    source.fails(0);
    expect(log).toEqual([]);
  });
});
