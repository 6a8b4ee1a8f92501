import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { createClient } from "@tidings/client";
import { notificationsStream } from "@tidings/contracts/notifications";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApp } from "./app.ts";
import { hub } from "./hub.ts";
import { sign } from "./signature.ts";

const secret = "whispered";
const server = createAdaptorServer({ fetch: createApp({ secret }).fetch });
let url: string;

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await hub.close();
  await once(server, "close");
});

interface Delivery {
  readonly id?: string;
  readonly timestamp?: number;
  readonly signature?: string;
}

/** Delivers what a sender would, signed unless told otherwise. */
function deliver(
  payload: unknown,
  { id = crypto.randomUUID(), timestamp = Date.now() / 1000, signature }: Delivery = {},
) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const signed = { id, timestamp: String(Math.floor(timestamp)), body };
  return fetch(`${url}/api/webhook`, {
    method: "POST",
    headers: {
      "webhook-id": id,
      "webhook-timestamp": signed.timestamp,
      "webhook-signature": signature ?? sign(secret, signed),
    },
    body,
  });
}

/** A page of somebody: everything that its stream heard, the greeting aside. */
async function openPage(token: string) {
  const client = createClient({ baseUrl: url, lingerMs: 0, auth: { token: () => token } });
  const stream = client.open(notificationsStream);
  const heard: unknown[] = [];
  stream.onAny(({ event, data }) => event !== "connected" && heard.push([event, data]));
  await expect.poll(() => stream.getSnapshot().state).toBe("open");
  return { heard, [Symbol.dispose]: () => client.close() };
}

const profile = (city: string) => ({ eventType: "user.profile.updated", userId: "ada", data: { changes: { city } } });
const told = (city: string) => ["profile_updated", { message: "Profile updated", changes: { city } }];

it("003 webhook: user.profile.updated is told to that user", async () => {
  using ada = await openPage("token-of-ada");
  const response = await deliver(profile("London"));
  expect([response.status, await response.text()]).toEqual([200, "OK"]);
  await expect.poll(() => ada.heard).toEqual([told("London")]);
});

it("003 webhook: content.published is told to its subscribers, without naming them to each other", async () => {
  using ada = await openPage("token-of-ada");
  using grace = await openPage("token-of-grace");
  const data = { id: "post_123", title: "Hello" };
  await deliver({ eventType: "content.published", data: { ...data, subscriberIds: ["grace", "somebody"] } });
  await expect.poll(() => grace.heard).toEqual([["update", { type: "content", data }]]);
  await deliver(profile("Paris"));
  await expect.poll(() => ada.heard).toEqual([told("Paris")]);
});

it("003 webhook: a delivery that comes again is answered alike and told once", async () => {
  using ada = await openPage("token-of-ada");
  const answers = await Promise.all([1, 2, 3].map(() => deliver(profile("Rome"), { id: "evt_1" })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  await deliver(profile("Oslo"));
  await expect.poll(() => ada.heard).toContainEqual(told("Oslo"));
  expect(ada.heard).toEqual([told("Rome"), told("Oslo")]);
});

it.each([
  ["a wrong signature", { signature: sign("guessed", { id: "evt_2", timestamp: "1", body: "" }) }],
  ["no signature", { signature: "" }],
  ["a signature of its beginning only", { signature: "v1," }],
  ["one that was overheard six minutes ago", { timestamp: Date.now() / 1000 - 360 }],
  ["no time", { timestamp: Number.NaN }],
  ["no id", { id: "" }],
])("003 webhook: %s is refused, and nobody is told", async (_what, delivery) => {
  using ada = await openPage("token-of-ada");
  const response = await deliver(profile("Forged"), delivery);
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({ success: false, errors: ["The signature is missing, wrong or too old"] });
  await deliver(profile("Bern"));
  await expect.poll(() => ada.heard).toEqual([told("Bern")]);
});

it("003 webhook: a body that was changed on its way is refused; one of two signatures is enough", async () => {
  const signed = {
    id: "evt_3",
    timestamp: String(Math.floor(Date.now() / 1000)),
    body: JSON.stringify(profile("Kiel")),
  };
  const signature = `v1,b2xk ${sign(secret, signed)}`;
  const delivery = { id: signed.id, timestamp: Number(signed.timestamp), signature };
  expect((await deliver(profile("Elsewhere"), delivery)).status).toBe(401);
  expect((await deliver(signed.body, delivery)).status).toBe(200);
});

it.each([
  ["{", ["The body is not JSON"]],
  ["[]", ["The body must be an object"]],
  [{ eventType: "user.profile.updated", data: {} }, ["userId is required", "data.changes is required"]],
  [{ eventType: "content.published", data: { subscriberIds: "everyone" } }, ["data.subscriberIds must be an array"]],
])("003 webhook: the body %j is 400 and says what is wrong", async (payload, errors) => {
  const response = await deliver(payload);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    success: false,
    errors,
  });
});

it("003 webhook: a type that means nothing to us is taken, so that it is not sent again; too much is not", async () => {
  expect((await deliver({ eventType: "invoice.paid", data: {} })).status).toBe(200);
  const refused = await deliver("x".repeat(40_000));
  expect([refused.status, await refused.json()]).toEqual([
    413,
    { success: false, errors: ["A delivery is at most 32 KiB"] },
  ]);
});

it("003 webhook: a reader that leaves is forgotten, and a stranger hears nothing", async () => {
  const ada = await openPage("token-of-ada");
  expect(hub.count("ada")).toBe(1);
  ada[Symbol.dispose]();
  await expect.poll(() => hub.countAll()).toBe(0);
  expect((await fetch(`${url}/api/sse`)).status).toBe(401);
});
