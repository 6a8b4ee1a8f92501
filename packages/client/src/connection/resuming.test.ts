import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { createLiveQuery } from "../stores/live-query.ts";
import { connectOrders as connect, openOrders as open } from "../testing/open-orders.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { setUp } from "../testing/set-up.ts";

describe("resuming", () => {
  it("C13.3: carries the last id over, over connections without ids too, and forgets it when it is reset", async () => {
    const { server, host } = await open({ strict: true });
    const ids: (string | null)[] = [];
    for (const text of [
      "id: 1\ndata: a\n\ndata: b\n\n",
      "data: c\n\n",
      "id: 9\n\n",
      "id: 10\ndata: cut",
      "id\n\n",
      "",
    ]) {
      ids.push(server.last.headers.get("last-event-id"));
      await server.last.accept();
      await server.last.sendText(text);
      await server.last.end();
      await host.advance(3_000);
    }
    expect(ids).toEqual([null, "1", "1", "9", "9", null]);
  });

  it("adopts the position of a greeting that bears no id, unless missed events are yet to come", async () => {
    const { server, host } = await connect({}, { position: "e:5" });
    await server.last.end();
    await host.advance(1_000);
    expect(server.last.headers.get("last-event-id")).toBe("e:5");
    await server.last.accept();
    await server.last.send(greeting({ position: "e:9", resume: "complete" }));
    await host.advance(10_000);
    await server.last.drop();
    await host.advance(1_000);
    expect(server.last.headers.get("last-event-id")).toBe("e:5");
    await server.last.accept();
    await server.last.send(greeting({ position: "e:9", resume: "complete" }), orderUpdate(6));
    await host.advance(10_000);
    await server.last.drop();
    await host.advance(1_000);
    expect(server.last.headers.get("last-event-id")).toBe("e:6");
    await server.last.accept();
    await server.last.send(greeting({ position: "f:2", resume: "gap" }));
    await host.advance(10_000);
    await server.last.drop();
    await host.advance(1_000);
    expect(server.last.headers.get("last-event-id")).toBe("f:2");
  });
});

describe("C2.2: positions", () => {
  it.each(["\r", "\n", "\0"])("W2.2: refuses %j wherever one is handed over", async (forbidden) => {
    const { client, host } = setUp();
    const from = `e:1${forbidden}X-Forged: 1`;
    const refusal = expect.objectContaining({ code: "invalid_position" });
    expect(() => client.open(ordersStream, { from })).toThrow(refusal);
    const stream = client.open(ordersStream, { connect: false });
    expect(() => stream.connect(from)).toThrow(refusal);
    stream.close();
    const query = createLiveQuery({
      client,
      stream: ordersStream,
      load: async () => ({ data: 1, position: from }),
      apply: {},
    });
    await host.advance(0);
    await host.frame();
    expect(query.getSnapshot()).toMatchObject({ status: "error", error: refusal });
    client.close();
  });

  it.each(["\r", "\n", "\0"])("does not adopt a greeting's position with %j", async (forbidden) => {
    const { server, host } = await connect({}, { position: `e:1${forbidden}X-Forged: 1` });
    await server.last.drop();
    await host.advance(1_000);
    expect(server.requests).toHaveLength(2);
    expect(server.last.headers.get("last-event-id")).toBeNull();
  });
});
