import { chatStream } from "@tidings/contracts/chat";
import { ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { setUp } from "../testing/set-up.ts";
import { createLiveQuery } from "./live-query.ts";
import type { Loaded } from "./loaded.ts";

/** A live query of orders whose loads answer this. */
async function openOrders(...answers: readonly unknown[]) {
  const rig = setUp();
  const left = [...answers];
  const query = createLiveQuery<unknown, typeof ordersStream>({
    client: rig.client,
    stream: ordersStream,
    load: async () => left.shift() as Loaded<unknown>,
    apply: {},
  });
  await settle();
  await rig.host.frame();
  return { ...rig, query };
}

it("C1.6: a load without a position is told, each time to onProblem and once on the console", async () => {
  const { query, host, problems } = await openOrders({ data: 1 }, { data: 2 }, { data: 3, position: "e:1" });
  await query.reload();
  await query.reload();
  expect(problems.map(({ code, subject }) => [code, subject])).toEqual([
    ["no_position", "orders"],
    ["no_position", "orders"],
  ]);
  expect(host.warnings).toEqual([expect.stringMatching(/orders stream answered no position.*pass it on/)]);
  await host.frame();
  expect(query.getSnapshot()).toMatchObject({ status: "ready", data: 3, error: undefined });
});

it("C1.6: a load with a position is nothing to tell, also not the position before the first event", async () => {
  const { problems, host, server } = await openOrders({ data: 1, position: "" });
  await server.last.accept();
  await server.last.send(greeting(), orderUpdate(1));
  expect([problems, host.warnings]).toEqual([[], []]);
});

it("C1: nor is one without, where the stream stores no event that could be missed", async () => {
  const { client, problems } = setUp();
  const events = Object.fromEntries(Object.entries(chatStream.events).filter(([, { delivery }]) => !delivery.durable));
  expect(Object.keys(events)).toContain("typing");
  const stream = { ...chatStream, events };
  createLiveQuery({ client, stream, query: { conversationId: "c" }, load: async () => ({ data: 1 }), apply: {} });
  await settle();
  expect(problems).toEqual([]);
});

it.each([
  ["nothing", undefined],
  ["null", null],
  ["the state by itself", "orders"],
  ["a list by itself", []],
])("C1: a load that answers %s has failed, in words", async (_what, answer) => {
  const { query } = await openOrders(answer);
  expect(query.getSnapshot()).toMatchObject({
    status: "error",
    error: { code: "load_failed", message: expect.stringContaining("{ data, position }") },
  });
});

it.each([null, 7, {}])("C1.1: a position that is %j is refused", async (position) => {
  const { query } = await openOrders({ data: 1, position });
  expect(query.getSnapshot()).toMatchObject({
    status: "error",
    error: { code: "invalid_position", message: expect.stringContaining("is no text") },
  });
});
