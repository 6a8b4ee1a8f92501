import { notificationsStream } from "@tidings/contracts/notifications";
import { recordsStream } from "@tidings/contracts/records";
import { createHub, type Hub, publication } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createRecordingSink } from "@tidings/hub/testing";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { notificationsOf } from "./notifications-of.ts";
import { recordsOf } from "./records-of.ts";
import { readNotificationStats, readStreamStats } from "./stats.ts";
import { StreamActivity } from "./stream-activity.ts";
import { turn } from "./testing/listen.ts";

let hub: Hub;
let activity: StreamActivity;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_000_000 });
  activity = new StreamActivity(notificationsStream.name);
  hub = createHub({ log: createMemoryLog(), onReport: (report) => activity.observe(report) });
  return () => hub.close();
});

afterEach(() => {
  vi.useRealTimers();
});

const success = () =>
  hub.publishAll([publication(notificationsStream.topic("all"), { event: "success", data: { message: "Saved" } })]);

it("003 before anyone came there is nothing to count", () => {
  expect(readNotificationStats(hub, activity)).toEqual({
    totalClients: 0,
    clientsByUser: {},
    averageConnectionDuration: 0,
    totalEventsSent: 0,
    lastEventTime: null,
  });
});

it("003 counts one stream's connections, by user where there is one, and how long they have been open", async () => {
  hub.connect(createRecordingSink(), notificationsOf({ userId: "ada" }));
  hub.connect(createRecordingSink(), notificationsOf({ userId: "ada" }));
  hub.connect(createRecordingSink(), recordsOf({ userId: "ada" }));
  await turn();
  vi.setSystemTime(1_000_100);
  hub.connect(createRecordingSink(), notificationsOf());
  await turn();
  vi.setSystemTime(1_000_200);
  expect(readStreamStats(hub, notificationsStream, activity)).toMatchObject({
    connections: 3,
    byUser: { ada: 2 },
    averageDuration: 167,
  });
  expect(readStreamStats(hub, recordsStream, new StreamActivity("records"))).toMatchObject({ connections: 1 });
});

it("003 events count once for each connection, and still when it has closed; a ping is no news", async () => {
  const [first, second] = [createRecordingSink(), createRecordingSink()];
  for (const sink of [first, second]) hub.connect(sink, notificationsOf({ userId: "ada" }));
  await turn();
  await hub.publishAll([publication(notificationsStream.topic("all"), { event: "ping", data: { timestamp: 1 } })]);
  await turn();
  expect(readNotificationStats(hub, activity).lastEventTime).toBeNull();
  vi.setSystemTime(1_000_500);
  await success();
  await turn();
  const before = readNotificationStats(hub, activity);
  expect(before).toMatchObject({ totalClients: 2, totalEventsSent: 4, lastEventTime: 1_000_500 });
  hub.disconnectUser("ada");
  expect(readNotificationStats(hub, activity)).toMatchObject({ totalClients: 0, totalEventsSent: 4 });
});

it("003 what other streams do counts for none of it", async () => {
  hub.connect(createRecordingSink(), recordsOf({ userId: "ada" }));
  await turn();
  const data = { message: "Backup complete", severity: "info", timestamp: "2026-02-26T05:00:00.000Z" } as const;
  await hub.publishAll([publication(recordsStream.topic("all"), { event: "system.alert", data })]);
  await turn();
  hub.disconnectUser("ada");
  expect([activity.eventsOfClosed, activity.lastEventTime]).toEqual([0, null]);
});
