import { describe, expect, it, onTestFinished, vi } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { openTabs, setUpTabs } from "../testing/open-tabs.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { nothing } from "../testing/set-up.ts";
import { shareTabs } from "./share-tabs.ts";

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
