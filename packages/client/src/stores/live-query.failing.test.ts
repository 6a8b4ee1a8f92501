import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { createOrdersQuery } from "../orders/orders-query.ts";
import type { OrderHistory } from "../orders/reduce-orders.ts";
import { settle } from "../testing/fake-host.ts";
import { answer, latest, live, orderAt, paths, show } from "../testing/live-orders.ts";
import { greeting } from "../testing/sample-events.ts";
import { setUp } from "../testing/set-up.ts";
import { createLiveQuery } from "./live-query.ts";

describe("C1: failing loads", () => {
  it.each([429, 500, 503])(
    "C1.5: a first load that fails with %d is tried again; the stream connects meanwhile",
    async (status) => {
      const rig = setUp();
      const query = createOrdersQuery(rig.client);
      await settle();
      await rig.server.last.answer(status);
      expect(await show(rig, query)).toEqual({ revisions: undefined, status: "error", error: "http" });
      expect(paths(rig.server)).toEqual(["/", "/stream"]);
      await latest(rig.server, "stream").drop();
      await rig.host.advance(1_000);
      await answer(latest(rig.server, "list"), [orderAt(1)], "e:1");
      expect(await show(rig, query)).toEqual({ revisions: [1], status: "ready", error: undefined });
    },
  );

  it("a reload that fails keeps the old data and shows why; refusals are not repeated", async () => {
    const rig = await live();
    void rig.query.reload();
    await settle();
    await latest(rig.server, "list").answer(403, { success: false, errors: ["No"] });
    expect(await show(rig, rig.query)).toEqual({ revisions: [1], status: "ready", error: "http" });
    await rig.host.advance(40_000);
    expect(paths(rig.server).filter((path) => path === "/")).toHaveLength(2);
  });

  it("stays catching-up until a load after a gap succeeded", async () => {
    const rig = await live();
    await rig.server.last.drop();
    await rig.host.advance(1_000);
    await rig.server.last.accept();
    await rig.server.last.send(greeting({ resume: "gap", position: "f:9" }));
    await latest(rig.server, "list").drop();
    expect(rig.query.stream.getSnapshot().freshness).toBe("catching-up");
    await rig.host.advance(1_000);
    await answer(latest(rig.server, "list"), [orderAt(9)], "f:9");
    expect(rig.query.stream.getSnapshot().freshness).toBe("reloaded");
  });

  it.each(["online", "visible", "restore", "the button"] as const)(
    "C10.4: after a gap a reload that is refused is told, not awaited for ever, and %s tries again",
    async (revival) => {
      const rig = await live();
      const lists = () => paths(rig.server).filter((path) => path === "/").length;
      await rig.server.last.drop();
      await rig.host.advance(1_000);
      await rig.server.last.accept();
      await rig.server.last.send(greeting({ resume: "gap", position: "f:9", heartbeatMs: 0 }));
      await latest(rig.server, "list").answer(403, { success: false, errors: ["No"] });
      expect(await show(rig, rig.query)).toEqual({ revisions: [1], status: "ready", error: "http" });
      expect(rig.query.stream.getSnapshot().freshness).toBe("stale");
      await rig.host.advance(3_600_000);
      expect([rig.query.stream.getSnapshot().freshness, lists()]).toEqual(["stale", 2]);
      if (revival === "the button") {
        rig.query.stream.reconnect();
        await settle();
      } else await rig.host.signal(revival);
      if (revival === "the button" || revival === "restore") {
        await latest(rig.server, "stream").accept();
        await latest(rig.server, "stream").send(greeting({ resume: "complete", position: "f:9" }));
      }
      expect(lists()).toBe(3);
      await answer(latest(rig.server, "list"), [orderAt(9)], "f:9");
      expect(rig.query.stream.getSnapshot().freshness).toBe("reloaded");
      expect(await show(rig, rig.query)).toEqual({ revisions: [9], status: "ready", error: undefined });
    },
  );

  it("C10.4: reloads that fail three times in a row are told as out of date, and still tried again", async () => {
    const rig = await live();
    void rig.query.reload();
    await settle();
    const seen: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      await latest(rig.server, "list").answer(503);
      seen.push(rig.query.stream.getSnapshot().freshness);
      await latest(rig.server, "stream").heartbeat();
      await rig.host.advance(8_000);
    }
    expect(seen).toEqual(["catching-up", "catching-up", "stale", "stale"]);
    await answer(latest(rig.server, "list"), [orderAt(9)], "e:9");
    expect(rig.query.stream.getSnapshot().freshness).toBe("live");
  });

  it("C6.1: a load that was refused for now waits as long as the server asks", async () => {
    const rig = await live();
    void rig.query.reload();
    await settle();
    await latest(rig.server, "list").answer(429, undefined, { "retry-after": "20" });
    const lists = () => paths(rig.server).filter((path) => path === "/").length;
    await rig.host.advance(20_000);
    expect(lists()).toBe(2);
    await rig.host.advance(1_000);
    expect(lists()).toBe(3);
  });

  it("the last of overlapping reloads wins, and the earlier ones are cancelled", async () => {
    const rig = await live();
    const first = rig.query.reload();
    await settle();
    const second = rig.query.reload();
    await settle();
    const [, , one, two] = rig.server.requests;
    expect([one?.aborted, two?.aborted]).toEqual([true, false]);
    await answer(latest(rig.server, "list"), [orderAt(7)], "e:7");
    await Promise.all([first, second]);
    expect(await show(rig, rig.query)).toMatchObject({ revisions: [7], error: undefined });
  });

  it("an error of the load's own making is named so", async () => {
    const rig = setUp();
    const query = createLiveQuery({
      client: rig.client,
      stream: ordersStream,
      load: (): Promise<{ data: OrderHistory }> => Promise.reject(new TypeError("mine")),
      apply: {},
    });
    await settle();
    expect(await show(rig, query)).toEqual({ revisions: undefined, status: "error", error: "load_failed" });
    expect(query.getSnapshot().error?.cause).toBeInstanceOf(TypeError);
  });
});
