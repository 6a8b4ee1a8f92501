import { notificationsStream } from "@tidings/contracts/notifications";
import { createRecordingSink } from "@tidings/hub/testing";
import { expect, it } from "vitest";
import { notificationsOf } from "./notifications-of.ts";
import { createNotify } from "./notify.ts";
import { makeHub, turn } from "./testing/listen.ts";

it("003 notificationsOf: a connection hears everyone's, its user's and its own", async () => {
  const hub = makeHub();
  const { broadcast, notifyUser, notifyClients } = createNotify(hub);
  const sink = createRecordingSink();
  const serving = notificationsOf({ userId: "ada", metadata: { page: "dashboard" } });
  hub.connect(sink, serving);
  hub.connect(createRecordingSink(), notificationsOf());
  await turn();

  expect(broadcast({ event: "everyone", data: 1 })).toBe(2);
  expect(notifyUser("ada", { event: "ada", data: 1 })).toBe(1);
  expect(notifyClients({ clientId: serving.greeting.clientId }, { event: "own", data: 1 })).toBe(1);
  expect(notifyClients({ metadata: { page: "dashboard" } }, { event: "page", data: 1 })).toBe(1);
  await turn();
  expect(sink.events.map(({ type }) => type)).toEqual(["connected", "everyone", "ada", "own", "page"]);
  expect(hub.count("ada")).toBe(1);
  await hub.close();
});

it("003 notificationsOf: each connection has a client id of its own, and anonymous ones nobody's topics", () => {
  const [one, other] = [notificationsOf(), notificationsOf()];
  expect(one.greeting.clientId).not.toBe(other.greeting.clientId);
  const own = notificationsStream.topic(`client:${one.greeting.clientId}`);
  expect(one.topics.map(({ name }) => name)).toEqual([notificationsStream.topic("all").name, own.name]);
  expect(one.principal).toBeUndefined();
});
