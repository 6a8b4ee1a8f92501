import { login } from "@tidings/contracts/auth";
import { cancelOrder, listOrders, placeOrder, sampleOrders } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { ClientError } from "../error.ts";
import { settle } from "../testing/fake-host.ts";
import { leftovers, nothing, setUp } from "../testing/set-up.ts";

/** A promise's error, which must be a ClientError. */
async function errorOf(promise: Promise<unknown>): Promise<ClientError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ClientError) return error;
  throw new Error(`expected a ClientError, got ${String(error)}`);
}

describe("C16: calls", () => {
  it("sends what the contract says and answers what it promises", async () => {
    const rig = setUp({ auth: { token: () => "t0ken" } });
    const items = [{ name: "Soup", qty: 1, unit_price: 210 }];
    const answer = rig.client.call(placeOrder, { body: { address_id: "a", items } });
    await settle();
    const { last } = rig.server;
    expect([last.method, last.url.pathname, last.init.body]).toEqual([
      "POST",
      "/api/orders",
      JSON.stringify({ address_id: "a", items }),
    ]);
    expect(Object.fromEntries(last.headers)).toEqual({
      accept: "application/json",
      authorization: "Bearer t0ken",
      "content-type": "application/json",
    });
    await last.answer(201, { success: true, data: { ...sampleOrders[0], extra: 1 }, message: "Order placed" });
    expect(await answer).toEqual({ success: true, data: sampleOrders[0], message: "Order placed" });
    expect(leftovers(rig)).toEqual(nothing);
  });

  it("D25.2: sends the attempt's key, with a fresh session too, and refuses one that no server takes", async () => {
    const { client, server } = setUp({ auth: { token: () => "t0ken", refresh: async () => "fresh" } });
    const body = { address_id: "a", items: [{ name: "Soup", qty: 1, unit_price: 210 }] };
    void client.call(placeOrder, { body }, { idempotencyKey: 'a "key"' }).catch(() => {});
    await settle();
    expect(server.last.headers.get("idempotency-key")).toBe('"a \\"key\\""');
    await server.last.answer(401, { success: false, errors: ["Not authorized, token failed"] });
    await settle();
    expect(server.requests).toHaveLength(2);
    expect(server.last.headers.get("idempotency-key")).toBe('"a \\"key\\""');
    for (const idempotencyKey of ["", "ä", "k".repeat(256)]) {
      expect(await errorOf(client.call(placeOrder, { body }, { idempotencyKey }))).toMatchObject({
        code: "invalid_key",
        message: expect.stringContaining("1 to 255 printable ASCII characters"),
      });
    }
    expect(server.requests).toHaveLength(2);
  });

  it("fills the path, adds the query, and passes a snapshot's position on", async () => {
    const { client, server } = setUp();
    void client.call(cancelOrder, { params: { id: "a/b" } }).catch(() => {});
    await settle();
    expect(server.last.url.pathname).toBe("/api/orders/a%2Fb/cancel");
    const answer = client.call(listOrders, { query: { scope: "all" } });
    await settle();
    expect(server.last.url.search).toBe("?scope=all");
    await server.last.answer(200, { success: true, data: [], position: "e:3" });
    expect(await answer).toEqual({ success: true, data: [], position: "e:3" });
  });

  it("a failing status brings the server's words, or the contract's", async () => {
    const { client, server } = setUp();
    const told = errorOf(client.call(cancelOrder, { params: { id: "x" } }));
    await settle();
    await server.last.answer(403, { success: false, errors: ["Too late", "Sorry"] });
    expect(await told).toMatchObject({ code: "http", status: 403, errors: ["Too late", "Sorry"] });
    const untold = errorOf(client.call(cancelOrder, { params: { id: "x" } }));
    await settle();
    await server.last.answer(404, "<html>");
    expect(await untold).toMatchObject({ code: "http", status: 404, errors: ["Order not found"] });
    const unknown = errorOf(client.call(cancelOrder, { params: { id: "x" } }));
    await settle();
    await server.last.answer(502);
    expect(await unknown).toMatchObject({ status: 502, errors: ["cancelOrder failed with status 502"] });
  });

  it.each([
    ["no JSON", "<html>"],
    ["no success body", { data: [] }],
    ["data that breaks the contract", { success: true, data: [{ ...sampleOrders[0], order_status: "Lost" }] }],
  ])("C16.1: an answer with %s is an invalid response", async (_what, body) => {
    const { client, server } = setUp();
    const error = errorOf(client.call(listOrders, {}));
    await settle();
    await server.last.answer(200, body);
    expect(await error).toMatchObject({ code: "invalid_response", status: 200 });
  });

  it("C5.1: a 401 refreshes once and tries again, but not when signing in", async () => {
    let refreshes = 0;
    const { client, server } = setUp({
      auth: {
        refresh: async () => {
          refreshes += 1;
          return "fresh";
        },
      },
    });
    const answer = client.call(listOrders, {});
    await settle();
    await server.last.answer(401);
    expect(server.last.headers.get("authorization")).toBe("Bearer fresh");
    await server.last.answer(200, { success: true, data: [] });
    expect((await answer).data).toEqual([]);
    const error = errorOf(client.call(login, { body: { email: "a@b", password: "x" } }));
    await settle();
    await server.last.answer(401, { success: false, errors: ["Email or password is wrong"] });
    expect((await error).reason).toBe("Email or password is wrong");
    expect(refreshes).toBe(1);
  });

  it("tells a broken network, a timeout and a cancelled call apart", async () => {
    const rig = setUp({ callTimeoutMs: 5_000 });
    const broken = errorOf(rig.client.call(listOrders, {}));
    await settle();
    await rig.server.last.drop();
    expect((await broken).code).toBe("network");
    const slow = errorOf(rig.client.call(listOrders, {}));
    await rig.host.advance(5_000);
    expect(await slow).toMatchObject({ code: "network", message: "no answer within 5000 ms" });
    const abort = new AbortController();
    const cancelled = errorOf(rig.client.call(listOrders, {}, { signal: abort.signal }));
    await settle();
    abort.abort();
    expect((await cancelled).code).toBe("aborted");
    expect((await errorOf(rig.client.call(listOrders, {}, { signal: abort.signal }))).code).toBe("aborted");
    const closed = errorOf(rig.client.call(listOrders, {}));
    rig.client.close();
    expect((await closed).code).toBe("aborted");
    expect(leftovers(rig)).toEqual(nothing);
  });

  it("waits 30 s for an answer unless it is told otherwise", async () => {
    const { client, host } = setUp();
    let failed: unknown;
    const slow = errorOf(client.call(listOrders, {})).then((error) => {
      failed = error;
    });
    await host.advance(29_999);
    expect(failed).toBeUndefined();
    await host.advance(1);
    await slow;
    expect(failed).toMatchObject({ code: "network", message: "no answer within 30000 ms" });
  });

  it.each([
    ["token", 0],
    ["refresh", 1],
  ] as const)("a %s that never answers holds no call past its timeout, nor sends it late", async (which, requests) => {
    const late = Promise.withResolvers<string>();
    const rig = setUp({ auth: { [which]: () => late.promise }, callTimeoutMs: 5_000 });
    const slow = errorOf(rig.client.call(listOrders, {}));
    await settle();
    if (requests > 0) await rig.server.last.answer(401);
    await rig.host.advance(5_000);
    expect(await slow).toMatchObject({ code: "network", message: "no answer within 5000 ms" });
    late.resolve("t0ken");
    await settle();
    expect(rig.server.requests).toHaveLength(requests);
    expect(leftovers(rig)).toEqual(nothing);
  });

  it("C5.1: a refresh that ends the session, and closes its client with it, leaves the call its 401", async () => {
    const rig = setUp({
      auth: {
        refresh: async () => {
          rig.client.close();
          return undefined;
        },
      },
    });
    const error = errorOf(rig.client.call(listOrders, {}));
    await settle();
    await rig.server.last.answer(401, { success: false, errors: ["Not authorized, token failed"] });
    expect(await error).toMatchObject({ code: "http", status: 401, errors: ["Not authorized, token failed"] });
    expect(leftovers(rig)).toEqual(nothing);
  });

  it("a call that waits for its token can be cancelled", async () => {
    const rig = setUp({ auth: { token: () => new Promise(() => {}) } });
    const abort = new AbortController();
    const cancelled = errorOf(rig.client.call(listOrders, {}, { signal: abort.signal }));
    const early = errorOf(rig.client.call(listOrders, {}, { signal: AbortSignal.abort() }));
    await settle();
    abort.abort();
    expect([(await cancelled).code, (await early).code]).toEqual(["aborted", "aborted"]);
    expect(leftovers(rig)).toEqual(nothing);
  });
});
