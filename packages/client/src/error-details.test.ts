import { createStreamTicket, me } from "@tidings/contracts/auth";
import { cancelOrder, listOrders, ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { greeting, orderUpdate } from "./testing/sample-events.ts";
import { setUp } from "./testing/set-up.ts";

// Whoever reads a log finds out what was asked, of which stream or endpoint it is, and what was thrown.

const bug = new Error("a bug of the application");
const throwing = () => {
  throw bug;
};

async function openOrders() {
  const rig = setUp();
  const stream = rig.client.open(ordersStream);
  await rig.host.advance(0);
  await rig.server.last.accept();
  return { ...rig, stream };
}

it("C14.1: a listener's error names the stream and the event, and brings what was thrown", async () => {
  const { server, stream, problems } = await openOrders();
  stream.on("order_status_update", throwing);
  await server.last.send(greeting(), orderUpdate(1));
  expect(problems).toMatchObject([
    { code: "listener_failed", subject: "orders", event: "order_status_update", cause: bug },
  ]);
});

it("C14.1: a status listener's error names the stream, and no event", async () => {
  const { server, stream, problems } = await openOrders();
  stream.subscribe(throwing);
  await server.last.send(greeting());
  const [first] = problems;
  expect(first).toMatchObject({ code: "listener_failed", subject: "orders", event: undefined, cause: bug });
});

it("C9.1: an event that is dropped is named, and so is its stream", async () => {
  const { server, problems } = await openOrders();
  await server.last.send(greeting(), { event: "lost", data: "1" }, { event: "order_status_update", data: "{}" });
  expect(problems).toMatchObject([
    { code: "unknown_event", subject: "orders", event: "lost" },
    { code: "invalid_event", subject: "orders", event: "order_status_update" },
  ]);
});

it("C16.1: a call that got no answer says so, with what the browser threw", async () => {
  const { client, host, server } = setUp();
  const call = client.call(listOrders, {}).catch((error: unknown) => error);
  await host.advance(0);
  await server.last.drop();
  expect(await call).toMatchObject({
    code: "network",
    message: "the server could not be reached; try again",
    cause: new TypeError("fetch failed"),
  });
});

it("C16.1: a call that was cancelled says so, with what the browser threw", async () => {
  const { client, host } = setUp();
  const abort = new AbortController();
  const call = client.call(listOrders, {}, { signal: abort.signal }).catch((error: unknown) => error);
  await host.advance(0);
  abort.abort();
  expect(await call).toMatchObject({
    code: "aborted",
    message: "the call was cancelled",
    cause: { name: "AbortError" },
  });
});

it("C16.1: a call that took too long says after how long", async () => {
  const { client, host } = setUp({ callTimeoutMs: 50 });
  const call = client.call(listOrders, {}).catch((error: unknown) => error);
  await host.advance(50);
  expect(await call).toMatchObject({ code: "network", message: "no answer within 50 ms", cause: expect.anything() });
});

it("C16.4: an answer that breaks its contract names the request, the endpoint and the field", async () => {
  const { client, host, server } = setUp();
  const call = client.call(cancelOrder, { params: { id: "o-1" } }).catch((error: unknown) => error);
  await host.advance(0);
  await server.last.answer(200, { success: true, data: {} });
  const request = "POST /api/orders/o-1/cancel";
  expect(await call).toMatchObject({
    ...{ code: "invalid_response", request, status: 200, subject: "cancelOrder" },
    message: expect.stringContaining(`the answer to ${request} (cancelOrder) breaks its contract: `),
  });
});

it("C16.4: a refusal names the request, the endpoint, the status and the server's words", async () => {
  const { client, host, server } = setUp();
  const call = client.call(me, {}).catch((error: unknown) => error);
  await host.advance(0);
  await server.last.answer(429, { success: false, errors: ["Slow down"] }, { "retry-after": "7" });
  expect(await call).toMatchObject({
    ...{ code: "http", request: `GET ${me.path}`, status: 429, subject: "me" },
    ...{ errors: ["Slow down"], reason: "Slow down", retryAfterMs: 7_000 },
  });
});

it("C18.2: that a server gives no tickets is said of that endpoint, with its answer", async () => {
  const { client, host, server, problems } = setUp({ auth: { token: () => "t" }, transport: "event-source" });
  client.open(ordersStream);
  await host.advance(0);
  await server.last.answer(404, { success: false, errors: ["Not found"] });
  expect(problems).toMatchObject([
    { code: "no_tickets", subject: createStreamTicket.name, cause: { code: "http", status: 404 } },
  ]);
});

it("C5.2: a session that could not be renewed is told with what was thrown", async () => {
  const { client, host, server } = setUp({ auth: { token: () => "t", refresh: () => Promise.reject(bug) } });
  const stream = client.open(ordersStream);
  await host.advance(0);
  await server.last.answer(401, { success: false, errors: ["Sign in"] });
  await host.advance(0);
  expect(stream.getSnapshot().error).toMatchObject({
    ...{ code: "network", message: "the session could not be renewed; trying again", cause: bug },
  });
});
