import { sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { createOrdersQuery } from "../orders/orders-query.ts";
import { settle } from "../testing/fake-host.ts";
import { setUpTabs, type TabsRig } from "../testing/open-tabs.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";

/** Answers the newest request, which must be for the list, with the order's revision at a position. */
async function answerList({ server }: TabsRig, revision: number, position: string): Promise<void> {
  expect(server.last.url.pathname).toBe("/api/orders");
  await server.last.answer(200, { success: true, data: [{ ...sampleOrders[0], revision }], position });
}

/** A leader that has heard one event, and another tab whose query is loading. */
async function openQuery() {
  const rig = setUpTabs();
  const leader = rig.open("e:0");
  await settle();
  const connection = rig.server.last;
  await connection.accept();
  await connection.send(greeting({ resume: "complete", position: "e:1" }), orderUpdate(1));
  const { client, host } = rig.openTab();
  const query = createOrdersQuery(client);
  await settle();
  const revisions = async () => {
    await host.frame();
    return query.getSnapshot().data?.orders.map(({ revision }) => revision);
  };
  return { ...rig, leader, connection, query, host, revisions };
}

it("C20.1: a snapshot from a position that the leader remembers is carried on", async () => {
  const rig = await openQuery();
  await rig.connection.send(orderUpdate(2));
  await answerList(rig, 1, "e:1");
  expect(await rig.revisions()).toEqual([2]);
  expect(rig.query.stream.getSnapshot()).toMatchObject({ resume: "complete", freshness: "live" });
  expect(rig.server.requests).toHaveLength(2);
});

it("C20.1: one from elsewhere in the log is loaded again, and nothing is called lost", async () => {
  const rig = await openQuery();
  await answerList(rig, 1, "e:40");
  expect(rig.query.stream.getSnapshot()).toMatchObject({ resume: "none", freshness: "catching-up" });
  await rig.connection.send(orderUpdate(41));
  await answerList(rig, 1, "e:40");
  expect(await rig.revisions()).toEqual([41]);
  expect(rig.query.stream.getSnapshot().freshness).toBe("live");
  expect(rig.server.requests).toHaveLength(3);
});

it("C20.1: a tab back from the cache whose place the leader forgot is told of a gap, and loads again", async () => {
  const rig = await openQuery();
  await answerList(rig, 1, "e:1");
  await rig.host.signal("freeze");
  for (let position = 2; position <= 300; position += 1) await rig.connection.send(orderUpdate(position));
  await rig.host.signal("restore");
  expect(rig.query.stream.getSnapshot().resume).toBe("gap");
  await answerList(rig, 300, "e:300");
  expect(await rig.revisions()).toEqual([300]);
  expect(rig.query.stream.getSnapshot().freshness).toBe("reloaded");
});
