import { describe, expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { openTabs, setUpTabs } from "../testing/open-tabs.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";

describe("C21: the next leader", () => {
  it.each(["closes", "crashes", "freezes"])("C21.1: goes on after the last event when a leader %s", async (how) => {
    const { server, first, second, third } = await openTabs(3);
    if (how === "closes") first.client.close();
    else if (how === "crashes") first.crash();
    else await first.host.signal("freeze");
    await settle();
    expect(server.requests).toHaveLength(2);
    expect(server.open).toBe(0);
    expect(server.last.headers.get("last-event-id")).toBe("e:1");
    expect(third.stream.getSnapshot().state).toBe("reconnecting");
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:2" }), orderUpdate(2));
    for (const { log, stream } of [second, third]) {
      expect(log).toEqual(["none", "e:1", "complete", "e:2"]);
      expect(stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live" });
    }
    expect(first.log).toEqual(["none", "e:1"]);
  });

  it("C20: a tab that followed gives who joins it no greeting of the past among what was missed", async () => {
    const { server, open, first } = await openTabs(3);
    await server.last.drop();
    await first.host.advance(1_000);
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:1" }), orderUpdate(2));
    first.client.close();
    await settle();
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:2" }));
    const late = open("e:0");
    await settle();
    expect(late.log).toEqual(["complete", "e:1", "e:2"]);
  });

  it("a page back from the cache gets from the leader what it missed", async () => {
    const { server, first, second } = await openTabs(3);
    await first.host.signal("freeze");
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:1" }), orderUpdate(2), orderUpdate(3));
    await first.host.signal("restore");
    expect(first.log).toEqual(["none", "e:1", "complete", "e:2", "e:3"]);
    await server.last.send(orderUpdate(4));
    expect(first.log.at(-1)).toBe("e:4");
    expect(second.log).toEqual(["none", "e:1", "complete", "e:2", "e:3", "e:4"]);
    expect(server.requests).toHaveLength(2);
  });

  it("C21.1: a page that was frozen joins the others again when it is asked to connect", async () => {
    const { server, first } = await openTabs(3);
    await first.host.signal("freeze");
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:1" }), orderUpdate(2));
    expect(first.stream.getSnapshot().state).toBe("reconnecting");
    first.stream.reconnect();
    await settle();
    expect(first.log).toEqual(["none", "e:1", "complete", "e:2"]);
    expect(first.stream.getSnapshot().state).toBe("open");
    expect(server.requests).toHaveLength(2);
  });

  it("C21.2: whoever does not know where the next leader goes on joins anew", async () => {
    const { server, open, first, second } = await openTabs(3);
    first.tab.hang();
    await server.last.send(orderUpdate(2), orderUpdate(3));
    const late = open("e:3");
    await late.host.advance(5_000);
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:3" }), orderUpdate(4));
    expect(late.log).toEqual(["complete", "e:4"]);
    expect(second.log).toEqual(["none", "e:1", "gap", "e:4"]);
    expect(second.stream.getSnapshot()).toMatchObject({ state: "open", freshness: "reloaded" });
  });

  it("C21.2: who missed a word of the leader's joins anew, and has missed nothing", async () => {
    const { server, second, third } = await openTabs(3);
    second.tab.miss();
    await server.last.send(orderUpdate(2), orderUpdate(3));
    expect(second.log).toEqual(["none", "e:1", "complete", "e:2", "e:3"]);
    expect(third.log).toEqual(["none", "e:1", "e:2", "e:3"]);
  });

  it("C21.2: who heard more than the next leader hears nothing twice", async () => {
    const { server, first, second, third } = await openTabs(3);
    second.tab.hang();
    await server.last.send(orderUpdate(2));
    first.crash();
    await settle();
    expect(second.log).toEqual(["none", "e:1"]);
    second.tab.wake("locks");
    await settle();
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:2" }), orderUpdate(2), orderUpdate(3));
    expect(third.log.filter((entry) => entry.startsWith("e:"))).toEqual(["e:1", "e:2", "e:3"]);
    expect(second.log.filter((entry) => entry.startsWith("e:"))).toEqual(["e:1", "e:2", "e:3"]);
  });
});

describe("C22: a silent leader", () => {
  it("is replaced when its tab hangs, and follows once it wakes", async () => {
    const { server, first, second, third } = await openTabs(3);
    first.tab.hang();
    third.host.setRandom(0.9);
    await second.host.advance(74_000);
    expect(server.requests).toHaveLength(1);
    await second.host.advance(10_000);
    expect(server.requests).toHaveLength(2);
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:1" }), orderUpdate(2));
    for (const { log } of [second, third]) expect(log).toEqual(["none", "e:1", "complete", "e:2"]);
    first.tab.wake();
    await settle();
    expect(server.open).toBe(1);
    await server.last.send(orderUpdate(3));
    for (const { log } of [first, second, third]) expect(log.at(-1)).toBe("e:3");
    expect(first.log.filter((entry) => entry.startsWith("e:"))).toEqual(["e:1", "e:2", "e:3"]);
  });

  it("answers nobody any more once it was replaced, even before it knows", async () => {
    const { server, open } = setUpTabs();
    const old = open("e:0");
    await settle();
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:0" }));
    old.tab.hang();
    const [next, other] = [open("e:1"), open("e:1")];
    await next.host.advance(5_000);
    expect(server.requests).toHaveLength(2);
    old.tab.wake();
    await settle();
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:1" }));
    expect([next.log, other.log, old.log]).toEqual([["complete"], ["complete"], ["complete", "gap"]]);
  });

  it("who believed a leader that was replaced asks the next one", async () => {
    const { server, open, first, second } = await openTabs(3);
    first.tab.hang();
    await second.host.advance(100_000);
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:1" }));
    second.tab.hang();
    const late = open("e:1");
    await settle();
    first.tab.wake("words");
    await settle();
    second.tab.wake();
    await server.last.send(orderUpdate(2));
    for (const { log } of [first, second, late]) expect(log.at(-1)).toBe("e:2");
    expect(late.log.filter((entry) => entry === "gap")).toEqual([]);
  });

  it("heartbeats that the leader hears keep its followers calm", async () => {
    const { server, first, second } = await openTabs(3);
    for (let beat = 0; beat < 5; beat += 1) {
      await first.host.advance(30_000);
      await second.host.advance(30_000);
      await server.last.heartbeat();
    }
    expect(server.requests).toHaveLength(1);
    expect(second.stream.getSnapshot().state).toBe("open");
  });

  it("a page that is seen again looks at the clock", async () => {
    const { server, first, second } = await openTabs(3);
    first.tab.hang();
    second.host.sleep(100_000);
    await second.host.signal("visible");
    expect(server.requests).toHaveLength(2);
  });

  it("a page that is seen again does not wait for a leader whose timers are late", async () => {
    const { server, first, second } = await openTabs(3);
    await server.last.drop();
    first.host.sleep(2_000);
    second.host.sleep(2_000);
    await second.host.signal("visible");
    expect(server.requests).toHaveLength(2);
  });

  it("a leader that does not answer a new tab is replaced", async () => {
    const { server, open, first } = await openTabs(3);
    first.tab.hang();
    const late = open("e:1");
    await late.host.advance(5_000);
    expect(server.requests).toHaveLength(2);
    expect(server.last.headers.get("last-event-id")).toBe("e:1");
  });
});
