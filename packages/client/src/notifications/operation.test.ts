import type { PublishableEvent } from "@tidings/contracts";
import { notificationsStream } from "@tidings/contracts/notifications";
import { beforeEach, expect, it } from "vitest";
import { type Rig, setUp } from "../testing/index.ts";
import { notificationEvent, notificationsGreeting } from "../testing/notification-events.ts";
import { hearOperations, type Operation } from "./operation.ts";

let rig: Rig;
let operations: readonly Operation[];

beforeEach(async () => {
  rig = setUp();
  operations = [];
  const stream = rig.client.open(notificationsStream);
  hearOperations(stream, (change) => {
    operations = change(operations);
  });
  await rig.host.advance(0);
  await rig.server.last.accept();
  await rig.server.last.send(notificationsGreeting);
  return () => stream.close();
});

const send = (event: PublishableEvent<typeof notificationsStream>) => rig.server.last.send(notificationEvent(event));
const progress = (
  operationId: string,
  percent: number,
  more: { message?: string; metadata?: { name: unknown } } = {},
) => send({ event: "progress", data: { operationId, progress: percent, ...more } });

it("an operation is called by its name once it was told, else by its id, and says the last thing said of it", async () => {
  await progress("o-1", 0);
  expect(operations).toEqual([{ id: "o-1", label: "o-1", status: "running", progress: 0, message: undefined }]);
  await progress("o-1", 20, { message: "Reading", metadata: { name: "holiday.jpg" } });
  await progress("o-1", 99.5);
  expect(operations).toEqual([
    { id: "o-1", label: "holiday.jpg", status: "running", progress: 99.5, message: undefined },
  ]);
  await progress("o-1", 100, { message: "There", metadata: { name: 7 } });
  expect(operations).toEqual([{ id: "o-1", label: "holiday.jpg", status: "done", progress: 100, message: "There" }]);
});

it("several are told apart, the newest first", async () => {
  await progress("o-1", 10);
  await progress("o-2", 20);
  await progress("o-1", 30);
  expect(operations.map(({ id, progress: percent }) => [id, percent])).toEqual([
    ["o-2", 20],
    ["o-1", 30],
  ]);
});

it.each<[string, PublishableEvent<typeof notificationsStream>, Partial<Operation>]>([
  [
    "a success that names it",
    { event: "success", data: { message: "Saved", data: { operationId: "o-1" } } },
    { status: "done", progress: 100, message: "Saved" },
  ],
  [
    "an error that names it",
    { event: "error", data: { error: "The disk is full", context: { operationId: "o-1" } } },
    { status: "failed", progress: 40, message: "The disk is full" },
  ],
  [
    "the completion of its job",
    {
      event: "notification",
      data: { type: "job_completion", title: "Job", jobId: "o-1", result: "success", message: "Done" },
    },
    { status: "done", progress: 100, message: "Done" },
  ],
  [
    "the failure of its job",
    {
      event: "notification",
      data: { type: "job_completion", title: "Job", jobId: "o-1", result: "error", message: "Failed" },
    },
    { status: "failed", progress: 40, message: "Failed" },
  ],
])("it ends with %s, and no other does", async (_what, event, ended) => {
  await progress("o-2", 10);
  await progress("o-1", 40);
  await send(event);
  expect(operations).toMatchObject([
    { id: "o-1", label: "o-1", ...ended },
    { id: "o-2", status: "running", progress: 10 },
  ]);
});

it.each<PublishableEvent<typeof notificationsStream>>([
  { event: "success", data: { message: "Saved" } },
  { event: "success", data: { message: "Saved", data: null } },
  { event: "success", data: { message: "Saved", data: "o-1" } },
  { event: "success", data: { message: "Saved", data: { operationId: 7 } } },
  { event: "success", data: { message: "Saved", data: { operationId: "unseen" } } },
  { event: "error", data: { error: "Not saved" } },
  { event: "notification", data: { title: "No job", message: "at all", jobId: "o-1" } },
])("%j ends none", async (event) => {
  await progress("o-1", 40);
  const before = operations;
  await send(event);
  expect(operations).toBe(before);
});

it("a page remembers 50; the finished ones go first, the oldest of them before the others", async () => {
  for (let id = 1; id <= 50; id += 1) await progress(`o-${id}`, id === 10 || id === 20 ? 100 : 1);
  const ids = () => operations.map(({ id }) => id);
  expect(ids()).toHaveLength(50);
  await progress("o-51", 1);
  expect([ids().length, ids().includes("o-10"), ids().includes("o-20")]).toEqual([50, false, true]);
  await progress("o-52", 1);
  expect([ids().length, ids().includes("o-20")]).toEqual([50, false]);
  await progress("o-53", 1);
  expect([ids().length, ids().includes("o-1"), ids()[0]]).toEqual([50, false, "o-53"]);
});
