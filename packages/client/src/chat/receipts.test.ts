import { beforeEach, expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { type Rig, setUp } from "../testing/set-up.ts";
import { createReceipts, type Receipts } from "./receipts.ts";

let rig: Rig;
let abort: AbortController;
let receipts: Receipts;

beforeEach(() => {
  rig = setUp();
  abort = new AbortController();
  receipts = createReceipts(rig.client, abort.signal);
});

const told = () =>
  rig.server.requests.map(({ url, init }) => `${url.pathname.split("/")[4]} ${JSON.parse(String(init.body)).status}`);
const ok = async () => {
  await rig.server.last.answer(200, { success: true, data: {} });
  await settle();
};

it("says one at a time, in order, and each step of a message once", async () => {
  for (const receipt of ["delivered", "delivered", "read", "read", "delivered"] as const)
    receipts.report("m1", receipt);
  receipts.report("m2", "read");
  await settle();
  expect(told()).toEqual(["m1 delivered"]);
  for (let answers = 0; answers < 4; answers += 1) await ok();
  expect(told()).toEqual(["m1 delivered", "m1 read", "m2 read"]);
});

it("of one that waits, the later step takes the place of the earlier", async () => {
  receipts.report("m1", "read");
  receipts.report("m2", "delivered");
  receipts.report("m2", "read");
  await settle();
  for (let answers = 0; answers < 3; answers += 1) await ok();
  expect(told()).toEqual(["m1 read", "m2 read"]);
});

it.each([429, 500, 503])("%d stops it, and it goes on from there when it is resumed", async (status) => {
  receipts.report("m1", "read");
  receipts.report("m2", "read");
  await settle();
  await rig.server.last.answer(status);
  await settle();
  expect(told()).toEqual(["m1 read"]);
  receipts.resume();
  await settle();
  for (let answers = 0; answers < 3; answers += 1) await ok();
  expect(told()).toEqual(["m1 read", "m1 read", "m2 read"]);
});

it.each([403, 404])("%d is final for that message, and the next one is said", async (status) => {
  receipts.report("m1", "read");
  receipts.report("m2", "read");
  await settle();
  await rig.server.last.answer(status);
  await settle();
  await ok();
  receipts.resume();
  await settle();
  expect(told()).toEqual(["m1 read", "m2 read"]);
});

it("a broken connection stops it as well", async () => {
  receipts.report("m1", "read");
  await settle();
  await rig.server.last.drop();
  await settle();
  receipts.resume();
  await settle();
  expect(told()).toEqual(["m1 read", "m1 read"]);
});

it("C12.2: aborted, it says nothing more", async () => {
  receipts.report("m1", "read");
  receipts.report("m2", "read");
  await settle();
  abort.abort();
  await settle();
  receipts.resume();
  await settle();
  expect(told()).toEqual(["m1 read"]);
});
