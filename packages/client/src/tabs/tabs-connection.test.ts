import { chatStream } from "@tidings/contracts/chat";
import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { setUpTabs } from "../testing/open-tabs.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { nothing } from "../testing/set-up.ts";
import { shareTabs } from "./share-tabs.ts";

/** Tabs that were opened one after the other and heard one event. */
async function openTabs(count: number) {
  const rig = setUpTabs();
  const tabs = [rig.open()];
  await settle();
  await rig.server.last.accept();
  await rig.server.last.send(greeting({ position: "e:0" }));
  while (tabs.length < count) {
    tabs.push(rig.open());
    await settle();
  }
  await rig.server.last.send(orderUpdate(1));
  const [first, second, third] = tabs;
  if (first === undefined || second === undefined || third === undefined) throw new Error("three tabs at least");
  return { ...rig, tabs, first, second, third };
}

describe("C19: one connection", () => {
  it("C19.1: brings its events to every tab, with their ids and its state", async () => {
    const { server, tabs } = await openTabs(12);
    expect(server.requests).toHaveLength(1);
    for (const { log, stream } of tabs) {
      expect(log).toEqual(["none", "e:1"]);
      expect(stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live", connectionId: "c-1" });
    }
  });

  it("C19.2: is not shared with another user's tabs", async () => {
    const { server, open, first } = await openTabs(3);
    const stranger = open(undefined, { key: "grace" });
    await settle();
    expect(server.requests).toHaveLength(2);
    await server.last.accept();
    await server.last.send(greeting(), orderUpdate(7));
    expect(stranger.log).toEqual(["none", "e:7"]);
    expect(first.log).toEqual(["none", "e:1"]);
  });

  it("C19.3: is not shared with strict", async () => {
    const { server, browser, open } = setUpTabs();
    open(undefined, { strict: true });
    open(undefined, { strict: true });
    await settle();
    expect(server.requests).toHaveLength(2);
    expect(browser.pending).toEqual({ channels: 0, locks: 0 });
  });

  it("C19.3: is not shared where there are no locks or channels", async () => {
    onTestFinished(() => void vi.unstubAllGlobals());
    vi.stubGlobal("navigator", {});
    const share = shareTabs({ key: "ada" });
    const { server, open } = setUpTabs();
    open(undefined, { share });
    open(undefined, { share });
    await settle();
    expect(server.requests).toHaveLength(2);
  });

  it("tells every tab how it breaks, waits and comes back", async () => {
    const { server, tabs, first, second } = await openTabs(3);
    await server.last.drop();
    for (const { stream } of tabs) expect(stream.getSnapshot()).toMatchObject({ state: "reconnecting", attempt: 1 });
    expect(second.stream.getSnapshot().error).toMatchObject({ name: "ClientError", code: "network" });
    expect(second.stream.getSnapshot().retryAt).toBe(first.stream.getSnapshot().retryAt);
    await second.host.advance(3_000);
    expect(second.stream.getSnapshot().freshness).toBe("stale");
    await first.host.advance(1_000);
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:2" }), orderUpdate(2));
    for (const { log, stream } of tabs) {
      expect(log).toEqual(["none", "e:1", "complete", "e:2"]);
      expect(stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live", attempt: 0, error: undefined });
    }
  });

  it("C3.3: closed by a login page in place of the stream, it is tried again when any of the tabs is seen", async () => {
    const { server, tabs, first, third } = await openTabs(3);
    await server.last.drop();
    await first.host.advance(1_000);
    await server.last.answer(200, "<html>", { "content-type": "text/html" });
    for (const { stream } of tabs) {
      expect(stream.getSnapshot()).toMatchObject({ state: "closed", error: { code: "wrong_type" } });
    }
    await third.host.signal("visible");
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:1" }));
    for (const { stream } of tabs) expect(stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live" });
    expect(server.requests).toHaveLength(3);
  });

  it("is closed for all when the server refuses it, and made anew when any tab asks", async () => {
    const { server, tabs, first, third } = await openTabs(3);
    await server.last.drop();
    await first.host.advance(1_000);
    await server.last.answer(403, { success: false, errors: ["Not for you"] });
    for (const { stream } of tabs) {
      expect(stream.getSnapshot()).toMatchObject({ state: "closed", freshness: "stale" });
      expect(stream.getSnapshot().error).toMatchObject({ code: "http", status: 403, errors: ["Not for you"] });
    }
    third.stream.reconnect();
    await settle();
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:1" }));
    for (const { stream } of tabs) expect(stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live" });
    expect(server.requests).toHaveLength(3);
  });

  it.each([
    ["at once", 0],
    ["after a while", 1],
  ])(
    "C3.2: refused for good %s, it stays closed when the leader leaves, until somebody asks",
    async (_when, opened) => {
      const { server, open } = setUpTabs();
      const [first, second, third] = [open(), open(), open()];
      await settle();
      if (opened === 1) {
        await server.last.accept();
        await server.last.send(greeting({ position: "e:1" }));
        await server.last.drop();
        await first.host.advance(1_000);
      }
      await server.last.answer(204);
      first.client.close();
      await second.host.advance(100_000);
      await third.host.advance(100_000);
      for (const { stream } of [second, third]) {
        expect(stream.getSnapshot()).toMatchObject({ state: "closed", error: { code: "stopped" } });
      }
      expect(server.requests).toHaveLength(1 + opened);
      third.stream.reconnect();
      await settle();
      expect(server.last.headers.get("last-event-id")).toBe(opened === 1 ? "e:1" : null);
      await server.last.accept();
      await server.last.send(greeting({ resume: opened === 1 ? "complete" : "none", position: "e:1" }), orderUpdate(2));
      for (const { stream, log } of [second, third]) {
        expect(stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live" });
        expect(log.at(-1)).toBe("e:2");
      }
    },
  );

  it("is made by the tab that asks where the leader does not answer", async () => {
    const { server, first, second } = await openTabs(3);
    await server.last.drop();
    await first.host.advance(1_000);
    await server.last.answer(403);
    first.tab.hang();
    second.stream.reconnect();
    expect(second.stream.getSnapshot()).toMatchObject({ state: "reconnecting", error: undefined });
    await second.host.advance(5_000);
    expect(server.requests).toHaveLength(3);
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:1" }));
    expect(second.stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live" });
  });

  it("tries again for a tab that comes while it is closed", async () => {
    const { server, open, first } = await openTabs(3);
    await server.last.drop();
    await first.host.advance(1_000);
    await server.last.answer(403);
    const late = open();
    await settle();
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:1" }));
    expect(late.stream.getSnapshot().state).toBe("open");
    expect(first.stream.getSnapshot().state).toBe("open");
  });
});

describe("C20: a tab that joins", () => {
  it("C20.1: from a position that the leader remembers gets what came after it", async () => {
    const { server, open } = await openTabs(3);
    await server.last.send(orderUpdate(2), orderUpdate(3));
    const late = open("e:1");
    await settle();
    expect(late.log).toEqual(["complete", "e:2", "e:3"]);
    expect(late.stream.getSnapshot().freshness).toBe("live");
    expect(server.requests).toHaveLength(1);
  });

  it("from the leader's own position gets a complete greeting", async () => {
    const { open } = await openTabs(3);
    const late = open("e:1");
    await settle();
    expect(late.log).toEqual(["complete"]);
    expect(late.stream.getSnapshot().freshness).toBe("live");
  });

  it("C20.1: from any other position is told of a gap", async () => {
    const { open } = await openTabs(3);
    const late = open("e:unknown");
    await settle();
    expect(late.log).toEqual(["gap"]);
  });

  it("C20.2: waits for the server's greeting, and hears meanwhile how the connection stands", async () => {
    const { server, open } = setUpTabs();
    const first = open("e:4");
    const second = open("e:4");
    await settle();
    await server.last.answer(503);
    expect(second.stream.getSnapshot()).toMatchObject({ state: "reconnecting", attempt: 1, error: { status: 503 } });
    await first.host.advance(1_000);
    await server.last.accept();
    expect(second.log).toEqual([]);
    await server.last.send(greeting({ resume: "complete", position: "e:5" }), orderUpdate(5));
    expect([first.log, second.log]).toEqual([
      ["complete", "e:5"],
      ["complete", "e:5"],
    ]);
    expect(second.stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live", attempt: 0 });
  });

  it("C20.3: hears the newest of each state that the server told before", async () => {
    const { server, openTab } = setUpTabs();
    const online = (userId: string, isOnline: boolean) => {
      const data = JSON.stringify({ ...chatStream.events.onlineStatus.samples.valid[0], userId, isOnline });
      return { event: "onlineStatus", data };
    };
    const listen = () => {
      const heard: string[] = [];
      const stream = openTab().client.open(chatStream, { query: { conversationId: "c" } });
      stream.on("onlineStatus", ({ data }) => heard.push(`${data.userId} ${data.isOnline}`));
      return heard;
    };
    listen();
    await settle();
    await server.last.accept();
    await server.last.send({ event: "connected", data: JSON.stringify(chatStream.greeting.event.samples.valid[0]) });
    await server.last.send(online("ada", true), online("grace", true), online("ada", false));
    const late = listen();
    await settle();
    expect(late).toEqual(["grace true", "ada false"]);
    expect(server.requests).toHaveLength(1);
  });

  it("hears a state once that is also among the events it missed", async () => {
    const { server, openTab } = setUpTabs();
    const typing = {
      event: "typing",
      id: "e:2",
      data: JSON.stringify(chatStream.events.typing.samples.valid[0]),
    };
    const listen = (from: string) => {
      const heard: string[] = [];
      const stream = openTab().client.open(chatStream, { query: { conversationId: "c" }, from });
      stream.on("typing", ({ data }) => heard.push(data.displayName));
      return heard;
    };
    listen("e:1");
    await settle();
    await server.last.accept();
    const hello = { ...chatStream.greeting.event.samples.valid[0], position: "e:1", resume: "complete" };
    await server.last.send({ event: "connected", id: "e:1", data: JSON.stringify(hello) });
    await server.last.send(typing);
    const late = listen("e:1");
    await settle();
    expect(late).toEqual(["Ada"]);
  });

  it("begins by connecting and not by coming back", async () => {
    const { server, open, openTab } = setUpTabs();
    open();
    await settle();
    await server.last.accept();
    await server.last.send(greeting());
    const stream = openTab().client.open(ordersStream);
    const states: string[] = [];
    stream.subscribe(() => states.push(stream.getSnapshot().state));
    await settle();
    expect(states).not.toContain("reconnecting");
    expect(states.at(-1)).toBe("open");
  });

  it("C20.2: has a connection of its own where the greeting does not say enough", async () => {
    const { server, open } = setUpTabs();
    open();
    await settle();
    await server.last.accept();
    await server.last.send({ event: "connected", data: "{}" });
    const second = open("e:3");
    await settle();
    expect(server.requests).toHaveLength(2);
    expect(server.last.headers.get("last-event-id")).toBe("e:3");
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:4" }), orderUpdate(4));
    expect(second.log).toEqual(["complete", "e:4"]);
  });
});

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

describe("C23: leaving", () => {
  it("leaves no lock, channel, timer, listener or request behind", async () => {
    const { server, browser, tabs } = await openTabs(4);
    for (const { client } of tabs) client.close();
    await settle();
    expect(browser.pending).toEqual({ channels: 0, locks: 0 });
    for (const { host } of tabs) expect({ ...host.pending, open: server.open }).toEqual(nothing);
    expect(server.requests).toHaveLength(1);
  });

  it("the last holder's leaving leaves the tabs a second later, and a quick return finds all as it was", async () => {
    const { server, browser, first } = await openTabs(3);
    const again = first.client.open(first.stream.definition);
    again.close();
    first.stream.close();
    first.client.open(first.stream.definition);
    await first.host.advance(5_000);
    expect(server.requests).toHaveLength(1);
    expect(browser.pending.channels).toBe(3);
  });

  it("a stream that nobody started neither leads nor follows", async () => {
    const { browser, open } = setUpTabs();
    const tab = open();
    tab.stream.close();
    tab.client.close();
    await settle();
    expect(browser.pending).toEqual({ channels: 0, locks: 0 });
  });
});
