import { type Order, ordersStream, sampleOrders } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { createOrdersQuery } from "../orders/orders-query.ts";
import { settle } from "../testing/fake-host.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { leftovers, nothing, setUp } from "../testing/set-up.ts";

const orderAt = (revision: number): Order => ({ ...sampleOrders[0], revision });
const initial = { data: { orders: [orderAt(4)], hasOlder: false }, position: "e:4" };

/** A page that a server rendered at revision 4, in the browser. */
async function takeOver() {
  const rig = setUp();
  const query = createOrdersQuery(rig.client, { initial });
  await settle();
  const addresses = () => rig.server.requests.map(({ url }) => url.pathname);
  const revisions = async () => {
    await rig.host.frame();
    return query.getSnapshot().data?.orders.map(({ revision }) => revision);
  };
  return { ...rig, query, addresses, revisions };
}

describe("C42.1: an initial state with a position", () => {
  it("is ready at once, loads nothing, and streams from its position", async () => {
    const { query, server, addresses, revisions } = await takeOver();
    expect(query.getSnapshot()).toEqual({ data: initial.data, status: "ready", error: undefined, isLoading: false });
    expect(addresses()).toEqual(["/api/orders/stream"]);
    expect(server.last.headers.get("last-event-id")).toBe("e:4");
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:5" }), orderUpdate(5));
    expect(await revisions()).toEqual([5]);
    expect(addresses()).toHaveLength(1);
  });

  it("is loaded again where the log has forgotten its position", async () => {
    const { server, addresses, revisions } = await takeOver();
    await server.last.accept();
    await server.last.send(greeting({ resume: "gap", position: "e:900" }));
    expect(addresses()).toEqual(["/api/orders/stream", "/api/orders"]);
    await server.last.answer(200, { success: true, data: [orderAt(9)], position: "e:900" });
    expect(await revisions()).toEqual([9]);
  });

  it("is not loaded again where the log stands just there although the server says nothing of what was missed", async () => {
    const { server, addresses } = await takeOver();
    await server.last.accept();
    await server.last.send(greeting({ resume: "none", position: "e:4" }));
    expect(addresses()).toEqual(["/api/orders/stream"]);
  });

  it("leaves nothing behind", async () => {
    const { query, host, server, ...rig } = await takeOver();
    query.close();
    await host.advance(2_000);
    expect(leftovers({ host, server, ...rig })).toEqual(nothing);
  });
});

it("C42.2: on a stream that runs already an initial state is shown and loaded again", async () => {
  const rig = setUp();
  rig.client.open(ordersStream);
  await settle();
  await rig.server.last.accept();
  await rig.server.last.send(greeting({ resume: "none", position: "e:7" }));
  const query = createOrdersQuery(rig.client, { initial });
  expect(query.getSnapshot()).toMatchObject({ status: "ready", data: initial.data, isLoading: true });
  await settle();
  expect(rig.server.last.url.pathname).toBe("/api/orders");
});

it("refuses a position that no header can carry, and opens nothing", () => {
  const rig = setUp();
  const broken = { ...initial, position: "e:4\n" };
  expect(() => createOrdersQuery(rig.client, { initial: broken })).toThrow(
    expect.objectContaining({ code: "invalid_position" }),
  );
  expect(leftovers(rig)).toEqual(nothing);
});
