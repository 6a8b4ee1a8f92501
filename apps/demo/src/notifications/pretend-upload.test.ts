import { type Client, createClient } from "@tidings/client";
import { sampleUsers } from "@tidings/contracts/auth";
import { notificationsStream } from "@tidings/contracts/notifications";
import { createNotificationsMock, type NotificationsMock } from "@tidings/mocks/notifications";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { pretendUpload } from "./pretend-upload.ts";

const msw = setupServer();
beforeAll(() => msw.listen());
afterAll(() => msw.close());

let world: NotificationsMock;
let client: Client;
let told: { readonly event: string; readonly data: unknown }[];
/** Milliseconds that the upload pretended to take. */
let took: number;

beforeEach(async () => {
  world = createNotificationsMock();
  msw.use(...world.handlers);
  client = createClient({ baseUrl: "http://demo.test" });
  told = [];
  took = 0;
  client.open(notificationsStream).onAny(({ event, data }) => told.push({ event, data }));
  await expect.poll(() => told).toHaveLength(1);
});
afterEach(() => {
  client.close();
  world.close();
  msw.resetHandlers();
});

/** Uploads at once: the pauses are only added up. */
async function upload(fails: boolean) {
  const setTimer = (callback: () => void, ms: number) => {
    took += ms;
    callback();
    return () => {};
  };
  const { call, host } = client;
  await pretendUpload(
    { call, host: { ...host, setTimer } },
    { userId: sampleUsers.ada.id, name: "holiday.jpg", fails },
  );
}

test("an upload is told step by step, under its name, and ends with a success that names it", async () => {
  await upload(false);
  await expect.poll(() => told.at(-1)?.event).toBe("success");
  const steps = told.filter(({ event }) => event === "progress").map(({ data }) => data);
  expect(steps).toHaveLength(20);
  expect(steps[19]).toMatchObject({ progress: 95, metadata: { name: "holiday.jpg" } });
  const { operationId } = Object(steps[0]);
  expect(told.at(-1)?.data).toEqual({ message: "holiday.jpg was uploaded", data: { operationId } });
  expect(took).toBe(6_000);
});

test("one that fails says why, and names the operation", async () => {
  await upload(true);
  await expect.poll(() => told.at(-1)?.event).toBe("error");
  expect(told.at(-1)?.data).toEqual({
    error: "holiday.jpg was not uploaded: the disk is full",
    context: { operationId: expect.any(String) },
  });
});

test("what the server refuses ends it", async () => {
  world.server.refuse(503);
  await expect(upload(false)).rejects.toMatchObject({ status: 503 });
  expect(took).toBe(0);
});
