import { describe, expect, it } from "vitest";
import { createHub, type HubOptions } from "./hub.ts";
import { createMemoryLog } from "./memory/index.ts";
import { createRecordingSink } from "./testing/index.ts";
import { a, connect, hub, log, make, notes, reports, say, settle, texts, useHub } from "./testing/notes-hub.ts";

useHub();

describe("greeting", () => {
  it("D3.1, D3.2: is first, holds the route's fields and the connection's, and moves the reader's position", async () => {
    await say("before");
    const { sink, greeting, connection } = await connect();
    expect(sink.events[0]?.type).toBe("connected");
    expect(greeting()).toEqual({
      message: "hello",
      connectionId: connection.id,
      heartbeatMs: 30_000,
      position: await hub.head(),
      resume: "none",
    });
    expect(sink.lastEventId).toBe(await hub.head());
  });

  it.each([
    ["a wrong one", { message: "bye" }],
    ["none", undefined],
    ["a text", "hello"],
    ["a list", ["hello"]],
    [
      "one that throws",
      {
        get message() {
          throw new Error("secret");
        },
      },
    ],
  ])(
    "D21.3, D3.2: of a greeting that breaks its contract, %s, the route is told before anything is sent",
    (_what, greeting) => {
      const sink = createRecordingSink();
      const request = { stream: notes, topics: [a], greeting: greeting as { message: "hello" } };
      const refused = expect.objectContaining({ name: "HubError", code: "invalid_greeting" });
      expect(() => hub.connect(sink, request)).toThrow(refused);
      expect(() => hub.checkConnect(request)).toThrow(refused);
      expect(sink.events).toEqual([]);
      expect([hub.stats().connections, reports]).toEqual([0, []]);
    },
  );

  it.each([
    ["another stream's", { stream: { ...notes, name: "others" }, name: "others/a" }],
    ["no topic", undefined],
    ["a text", "notes/a"],
    ["a topic's name with another stream", { stream: { ...notes, name: "others" }, name: "notes/a" }],
  ])("D21.3, S4: a reader may not listen to what is %s", (_what, topic) => {
    const request = { stream: notes, topics: [a, topic as typeof a], greeting: { message: "hello" } } as const;
    expect(() => hub.connect(createRecordingSink(), request)).toThrow(
      expect.objectContaining({ name: "HubError", code: "invalid_topic" }),
    );
    expect(hub.stats().connections).toBe(0);
  });

  it.each([
    [{ id: undefined }, "principal.id"],
    [{ id: "" }, "principal.id"],
    [{ id: 7 }, "principal.id"],
    [{ id: "ada", sessionId: "" }, "principal.sessionId"],
    [{ id: "ada", expiresAt: Number.NaN }, "principal.expiresAt"],
    [{ id: "ada", expiresAt: "tomorrow" }, "principal.expiresAt"],
  ])("S9.1: the principal %j, who could not be counted or ended, is refused", (principal, words) => {
    const request = { stream: notes, topics: [a], greeting: { message: "hello" } } as const;
    expect(() => hub.connect(createRecordingSink(), { ...request, principal: principal as { id: string } })).toThrow(
      expect.objectContaining({ code: "invalid_options", message: expect.stringContaining(words) }),
    );
    expect(hub.stats().connections).toBe(0);
  });
});

describe("D21: options", () => {
  it.each([
    ["heartbeatMs", 0],
    ["heartbeatMs", 9],
    ["heartbeatMs", -1],
    ["heartbeatMs", Number.NaN],
    ["heartbeatMs", "30000"],
    ["heartbeatMs", null],
    ["heartbeatMs", Number.POSITIVE_INFINITY],
    ["heartbeatMs", 2 ** 31],
    ["maxQueueBytes", -1],
    ["maxQueueBytes", Number.NaN],
    ["maxTotalQueueBytes", "1"],
    ["maxTotalQueueBytes", {}],
    ["replayPage", 0],
    ["replayPage", 1.5],
    ["replayPage", Number.POSITIVE_INFINITY],
    ["maxReplay", 0],
    ["maxReplay", Number.NaN],
    ["maxStreamMs", 0],
    ["maxStreamMs", -1],
    ["log", undefined],
    ["log", {}],
    ["onReport", "console"],
  ])("%s: %j is refused, with its name and what is allowed", (name, value) => {
    const options = { log: createMemoryLog(), [name]: value };
    expect(() => createHub(options)).toThrow(
      expect.objectContaining({
        name: "HubError",
        code: "invalid_options",
        message: expect.stringMatching(new RegExp(`createHub's ${name} must be`)),
      }),
    );
  });

  it("nothing at all is refused in words too", () => {
    expect(() => createHub(undefined as unknown as HubOptions)).toThrow(/createHub's log must be/);
  });

  it("undefined is the default", async () => {
    const { log: _log, ...rest } = {
      log,
      heartbeatMs: undefined,
      maxQueueBytes: undefined,
      maxTotalQueueBytes: undefined,
      replayPage: undefined,
      maxReplay: undefined,
      maxStreamMs: undefined,
      onReport: undefined,
    };
    make(rest);
    const { greeting, sink } = await connect();
    expect(greeting()).toMatchObject({ heartbeatMs: 30_000 });
    await say("1");
    await settle();
    expect(texts(sink)).toEqual(["1"]);
  });

  it.each([10, 2 ** 31 - 1])("the extreme of %d ms between heartbeats works", async (heartbeatMs) => {
    make({ heartbeatMs, maxQueueBytes: Number.POSITIVE_INFINITY, maxReplay: Number.POSITIVE_INFINITY });
    const { greeting } = await connect();
    expect(greeting()).toMatchObject({ heartbeatMs });
  });

  it.each([undefined, Number.NaN, -1, Number.POSITIVE_INFINITY, "1000"])(
    "drain within %j is refused",
    async (withinMs) => {
      const refused = { code: "invalid_options", message: expect.stringContaining("drain's withinMs must be") };
      await expect(hub.drain({ withinMs: withinMs as number })).rejects.toMatchObject(refused);
      expect((await connect()).sink.state).toBe("open");
    },
  );
});
