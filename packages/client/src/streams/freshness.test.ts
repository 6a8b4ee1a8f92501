import { describe, expect, it } from "vitest";
import { createFakeHost } from "../testing/fake-host.ts";
import { createFreshness } from "./freshness.ts";

function setUp() {
  const host = createFakeHost(() => new Promise(() => {}));
  const changes: string[] = [];
  const freshness = createFreshness(host, () => changes.push(freshness.value));
  return { host, freshness, changes };
}

describe("C10: freshness", () => {
  it("C10.1: is unknown until a greeting, then live", () => {
    const { freshness, changes } = setUp();
    freshness.lost();
    expect(freshness.value).toBe("unknown");
    freshness.greeted("none", "e:1", false);
    expect(changes).toEqual(["live"]);
  });

  it("C10.3: forgives a short interruption and calls a longer one stale, however often it is tried again", async () => {
    const { host, freshness, changes } = setUp();
    freshness.greeted("none", "e:1", false);
    freshness.lost();
    await host.advance(2_999);
    freshness.lost();
    expect(freshness.value).toBe("live");
    await host.advance(1);
    expect(changes).toEqual(["live", "stale"]);
    freshness.greeted("complete", "e:1", true);
    expect(freshness.value).toBe("live");
    expect(host.pending.timers).toBe(0);
  });

  it("C10.2: catches up until the event at the greeting's position", () => {
    const { host, freshness } = setUp();
    freshness.greeted("complete", "e:3", false);
    expect([freshness.value, freshness.replaying]).toEqual(["catching-up", true]);
    freshness.event("e:2");
    expect(freshness.replaying).toBe(true);
    freshness.event("e:3");
    expect([freshness.value, freshness.replaying]).toEqual(["live", false]);
    expect(host.pending.timers).toBe(0);
  });

  it("C10.2: catches up until it is quiet when that event is another topic's", async () => {
    const { host, freshness } = setUp();
    freshness.greeted("complete", "e:9", false);
    await host.advance(200);
    freshness.event("e:4");
    await host.advance(249);
    expect(freshness.value).toBe("catching-up");
    await host.advance(1);
    expect(freshness.value).toBe("live");
  });

  it("C10.2: catches up for a quarter of a second when nothing comes at all", async () => {
    const { host, freshness } = setUp();
    freshness.greeted("complete", "e:9", false);
    await host.advance(249);
    expect(freshness.value).toBe("catching-up");
    await host.advance(1);
    expect([freshness.value, freshness.replaying]).toEqual(["live", false]);
    expect(host.pending.timers).toBe(0);
  });

  it("C10.2: an event without an id does not end a replay whose end has none either", () => {
    const { freshness } = setUp();
    freshness.greeted("complete", "", false);
    freshness.event("");
    expect(freshness.replaying).toBe(true);
  });

  it("C10.2: an event after the replay changes nothing", () => {
    const { host, freshness, changes } = setUp();
    freshness.greeted("none", "e:1", false);
    freshness.event("e:1");
    freshness.event("e:2");
    expect(changes).toEqual(["live"]);
    expect(host.pending.timers).toBe(0);
  });

  it("C10.3: an interruption in the middle of a replay or of a reloaded page becomes stale too", async () => {
    for (const resume of ["complete", "gap"] as const) {
      const { host, freshness } = setUp();
      freshness.greeted(resume, "e:9", false);
      freshness.lost();
      expect(freshness.replaying).toBe(false);
      await host.advance(2_999);
      expect(freshness.value).toBe(resume === "gap" ? "reloaded" : "catching-up");
      await host.advance(1);
      expect(freshness.value).toBe("stale");
      await host.advance(20_000);
      expect(freshness.value).toBe("stale");
    }
  });

  it("C10.2: a page that was just reloaded is not live again before a new connection greets", () => {
    const { freshness } = setUp();
    freshness.greeted("gap", "e:9", false);
    freshness.lost();
    freshness.opened();
    expect(freshness.value).toBe("catching-up");
  });

  it("C10.3: is not told of before a greeting, and closed in a replay keeps no timer", () => {
    const { host, freshness, changes } = setUp();
    freshness.closed();
    expect(changes).toEqual([]);
    freshness.greeted("complete", "e:9", false);
    freshness.closed();
    expect([freshness.value, freshness.replaying]).toEqual(["stale", false]);
    expect(host.pending.timers).toBe(0);
  });

  it("C12: disposed, it keeps no timer", () => {
    const { host, freshness } = setUp();
    freshness.greeted("gap", "e:9", false);
    expect(host.pending.timers).toBe(1);
    freshness.dispose();
    expect(host.pending.timers).toBe(0);
  });

  it("C10.5: two snapshots that are loaded again are both waited for", () => {
    const { freshness, changes } = setUp();
    const [first, second] = [freshness.beginReload(), freshness.beginReload()];
    freshness.greeted("gap", "e:9", false);
    first();
    expect(freshness.value).toBe("catching-up");
    second("failed");
    expect(freshness.value).toBe("stale");
    second();
    expect(changes).toEqual(["catching-up", "stale", "reloaded"]);
  });

  it("C10.4: of two snapshots that are loaded again one that failed makes the page out of date", () => {
    const { freshness } = setUp();
    const [first, second] = [freshness.beginReload(), freshness.beginReload()];
    freshness.greeted("gap", "e:9", false);
    first("failed");
    expect(freshness.value).toBe("stale");
    second("loading");
    expect(freshness.value).toBe("stale");
    first("loading");
    expect(freshness.value).toBe("catching-up");
  });

  it("C10.5: says for a while that it reloaded after a gap, once the snapshot is there", async () => {
    const { host, freshness, changes } = setUp();
    const end = freshness.beginReload();
    freshness.greeted("gap", "e:9", false);
    end();
    end();
    expect(changes).toEqual(["catching-up", "reloaded"]);
    await host.advance(15_000);
    expect(changes).toEqual(["catching-up", "reloaded", "live"]);
  });

  it("remembers a gap over a second interruption", () => {
    const { freshness } = setUp();
    const end = freshness.beginReload();
    freshness.greeted("gap", "e:9", false);
    freshness.lost();
    end();
    expect(freshness.value).toBe("catching-up");
    freshness.greeted("complete", "e:9", true);
    expect(freshness.value).toBe("reloaded");
  });

  it("C10.3: is stale at once when the connection will not come back, and keeps no timer", () => {
    const { host, freshness } = setUp();
    freshness.greeted("gap", "e:1", false);
    freshness.closed();
    expect(freshness.value).toBe("stale");
    expect(host.pending.timers).toBe(0);
  });

  it("C10.2: is not live again before a new connection greets", async () => {
    const { host, freshness, changes } = setUp();
    freshness.opened();
    expect(freshness.value).toBe("unknown");
    freshness.greeted("none", "e:1", false);
    freshness.opened();
    expect(freshness.value).toBe("live");
    freshness.lost();
    freshness.opened();
    expect(changes).toEqual(["live", "catching-up"]);
    await host.advance(3_000);
    expect(freshness.value).toBe("stale");
    freshness.opened();
    expect(freshness.value).toBe("stale");
    freshness.greeted("complete", "e:1", true);
    expect(freshness.value).toBe("live");
  });

  it("C10.4: a reload that failed leaves what is shown out of date until it is tried again", () => {
    const { freshness, changes } = setUp();
    const reload = freshness.beginReload();
    freshness.greeted("gap", "e:9", false);
    reload("failed");
    reload("loading");
    reload("failed");
    freshness.lost();
    freshness.greeted("complete", "e:9", true);
    expect(freshness.value).toBe("stale");
    reload("loading");
    reload();
    reload("failed");
    expect(changes).toEqual(["catching-up", "stale", "catching-up", "stale", "catching-up", "reloaded"]);
  });
});
