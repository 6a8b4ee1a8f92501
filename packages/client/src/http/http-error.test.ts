import { cancelOrder, listOrders, ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { ClientError } from "../error.ts";
import { settle } from "../testing/fake-host.ts";
import { setUp } from "../testing/set-up.ts";

/** What a call says that is answered like this. */
async function saidOfCall(status: number, body?: unknown): Promise<unknown> {
  const { client, server } = setUp({ baseUrl: "https://api.test/" });
  const call = client.call(cancelOrder, { params: { id: "a/b" } }).catch((error: unknown) => error);
  await settle();
  await server.last.answer(status, body);
  return call;
}

/** What a stream's status says that is answered like this. */
async function saidOfStream(status: number, body?: unknown, headers?: Record<string, string>): Promise<unknown> {
  const { client, server } = setUp();
  const stream = client.open(ordersStream, { from: "e:1" });
  await settle();
  await server.last.answer(status, body, headers);
  return stream.getSnapshot().error;
}

const told = (...errors: string[]) => ({ success: false, errors });

it.each([
  [
    403,
    told("Too late", "Sorry"),
    "Too late; Sorry (POST https://api.test/api/orders/a%2Fb/cancel answered 403). Sign",
  ],
  [409, told("Shipped"), "Shipped (POST https://api.test/api/orders/a%2Fb/cancel answered 409)"],
  [502, undefined, "cancelOrder failed with status 502 (POST https://api.test/api/orders/a%2Fb/cancel answered 502)"],
])("C16.4: a call that was answered %i names its method, address and status", async (status, body, words) => {
  const error = await saidOfCall(status, body);
  const request = "POST https://api.test/api/orders/a%2Fb/cancel";
  expect(error).toMatchObject({ code: "http", status, request, subject: "cancelOrder" });
  expect(error).toHaveProperty("message", expect.stringContaining(words));
});

it.each([
  [401, told("No token"), "No token (GET /api/orders/stream?lastEventId=e%3A1 answered 401). Sign in"],
  [
    404,
    undefined,
    "GET /api/orders/stream?lastEventId=e%3A1 answered 404. Check the path and createClient's `baseUrl`",
  ],
  [405, "<html>", "GET /api/orders/stream?lastEventId=e%3A1 answered 405. Check that this path serves this method"],
  [410, undefined, "GET /api/orders/stream?lastEventId=e%3A1 answered 410. It is gone for good"],
  [426, undefined, "GET /api/orders/stream?lastEventId=e%3A1 answered 426. Reload the page"],
  [503, told("Full"), "Full (GET /api/orders/stream?lastEventId=e%3A1 answered 503)"],
])("C16.4: a stream that was answered %i names its method, address and status", async (status, body, words) => {
  const error = await saidOfStream(status, body);
  expect(error).toMatchObject({ code: "http", status, request: "GET /api/orders/stream?lastEventId=e%3A1" });
  expect(error).toHaveProperty("message", expect.stringContaining(words));
});

it("C16.4: so do a page in place of a stream, and a server's stop", async () => {
  const page = await saidOfStream(200, "<html>", { "content-type": "text/html" });
  expect(page).toMatchObject({ code: "wrong_type", status: 200 });
  expect(page).toHaveProperty(
    "message",
    expect.stringMatching(/^GET \/api\/orders\/stream\S* answered with text\/html/),
  );
  const stop = await saidOfStream(204);
  expect(stop).toHaveProperty("message", expect.stringMatching(/\(GET \/api\/orders\/stream\S* answered 204\)/));
});

it("C16.1, C16.4: so does an answer that breaks its contract", async () => {
  const { client, server } = setUp();
  const call = client.call(listOrders, { query: { scope: "all" } }).catch((error: unknown) => error);
  await settle();
  await server.last.answer(200, { success: true, data: 1 });
  expect(await call).toHaveProperty("message", expect.stringContaining("GET /api/orders?scope=all (listOrders)"));
});

it("S7: no error names a token that stood in its address", async () => {
  const { client, server } = setUp();
  const query = { scope: "all", token: "s3cret" } as const;
  const call = client.call(listOrders, { query }).catch((error: unknown) => error);
  await settle();
  expect(server.last.url.search).toContain("s3cret");
  await server.last.answer(404);
  expect(await call).toHaveProperty("request", "GET /api/orders?scope=all&token=[redacted]");
  expect(JSON.stringify(await call) + String(await call)).not.toContain("s3cret");
});

it("C16.4: a ticket that is refused is told as the request for the ticket", async () => {
  const { client, server } = setUp({ transport: "event-source", auth: { token: () => "t" } });
  const stream = client.open(ordersStream);
  await settle();
  await server.last.answer(403, told("Not for you"));
  expect(stream.getSnapshot().error).toMatchObject({ request: "POST /api/stream-tickets", reason: "Not for you" });
});

it("C16.4: the reason is what a page may show: the server's words, else the message", () => {
  expect(new ClientError("http", "for logs", { errors: ["Too late", "Sorry"] }).reason).toBe("Too late; Sorry");
  expect(new ClientError("network", "try again").reason).toBe("try again");
});
