import { adminOrdersStream } from "@tidings/contracts/admin-orders";
import { notificationsStream } from "@tidings/contracts/notifications";
import { listOrders, ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { createClient } from "../client.ts";
import { ClientError } from "../error.ts";
import { createLiveQuery } from "../stores/live-query.ts";
import { createFakeHost, settle } from "../testing/fake-host.ts";
import { createFakeServer } from "../testing/fake-server.ts";
import { notificationEvent } from "../testing/notification-events.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { setUp } from "../testing/set-up.ts";
import { createProblems } from "./problems.ts";

async function openOrders(options: Parameters<typeof setUp>[0] = {}, batch = false) {
  const rig = setUp(options);
  const stream = rig.client.open(ordersStream, { batch });
  await settle();
  await rig.server.last.accept();
  return { ...rig, stream };
}

const unknown = { event: "order_deleted", data: "{}" };
const lost = (at: number) => orderUpdate(at, { order_status: "Lost" });

describe("C31.1: the console has one warning of each kind", () => {
  it.each([
    ["an unknown event", unknown, ['"order_deleted"', "orders stream", "Add it to the contract"]],
    ["an unnamed event", { data: "{}" }, ['"message"', "orders stream"]],
    [
      "an event that breaks its contract",
      lost(1),
      ['"order_status_update"', "Invalid status. Must be one of", "schema"],
    ],
    ["an event that is no JSON", { event: "order_status_update", data: "{" }, ["not JSON"]],
    ["a greeting that breaks its contract", { event: "connected", data: "{}" }, ["connectionId is required", "live"]],
  ])("C31.1, C31.2: of %s, however often it comes", async (_what, event, words) => {
    const { server, host, problems } = await openOrders();
    await server.last.send(event.event === "connected" ? event : greeting(), event, event, event);
    expect(host.warnings).toHaveLength(1);
    for (const word of words) expect(host.warnings[0]).toContain(word);
    // `onProblem` hears each time, as it always did (C9).
    expect(problems.length).toBeGreaterThanOrEqual(3);
  });

  it("of each kind, of each event and of each stream", async () => {
    const { server, client, host } = await openOrders();
    await server.last.send(greeting(), unknown, { ...unknown, event: "order_lost" }, lost(1), unknown, lost(2));
    client.open(adminOrdersStream);
    await settle();
    await server.last.accept();
    await server.last.send(unknown);
    expect(host.warnings).toEqual([
      expect.stringContaining("order_deleted"),
      expect.stringContaining("order_lost"),
      expect.stringContaining("Invalid status"),
      expect.stringContaining("admin-orders stream"),
    ]);
  });

  it("of an event within a batch, and of a batch that cannot be read", async () => {
    const { server, host } = await openOrders({}, true);
    const entries = [{ event: "order_status_update", id: "e:1", data: { order_status: "Lost" } }];
    await server.last.send(greeting(), { event: "batch", id: "e:1", data: JSON.stringify(entries) });
    await server.last.send({ event: "batch", data: "[" }, { event: "batch", data: "[" });
    expect(host.warnings).toEqual([
      expect.stringContaining('"order_status_update"'),
      expect.stringContaining("a batch of the orders stream"),
    ]);
  });

  it("over all reconnections", async () => {
    const { server, host } = await openOrders();
    for (const _connection of [1, 2]) {
      await server.last.send(greeting(), unknown);
      await server.last.drop();
      await host.advance(30_000);
      await server.last.accept();
    }
    expect(host.warnings).toHaveLength(1);
  });

  it("of events without a greeting before them, though they are delivered", async () => {
    const { server, host, stream } = await openOrders();
    const seen: string[] = [];
    stream.onAny(({ id }) => seen.push(id));
    await server.last.send(orderUpdate(1), orderUpdate(2));
    expect(seen).toEqual(["e:1", "e:2"]);
    expect(host.warnings).toEqual([expect.stringContaining("before a greeting")]);
  });

  it("of that on a connection that comes back, though the one before it was greeted", async () => {
    const { server, host } = await openOrders();
    await server.last.send(greeting(), orderUpdate(1));
    await server.last.drop();
    await host.advance(30_000);
    await server.last.accept();
    expect(host.warnings).toEqual([]);
    await server.last.send(orderUpdate(2));
    expect(host.warnings).toEqual([expect.stringContaining("before a greeting")]);
  });

  it("of that on each stream by itself", async () => {
    const { client, server, host } = await openOrders();
    await server.last.send(orderUpdate(1));
    const other = client.open(notificationsStream);
    await host.advance(0);
    await server.last.accept();
    await server.last.send(notificationEvent({ event: "success", data: { message: "Saved" } }, 1));
    expect(host.warnings).toEqual([
      expect.stringContaining("the orders stream sent"),
      expect.stringContaining("the notifications stream sent"),
    ]);
    other.close();
  });

  it("of a page in place of a stream, and of a refusal", async () => {
    const page = await openOrders();
    await page.server.last.drop();
    await page.host.advance(30_000);
    await page.server.last.answer(200, "<html>", { "content-type": "text/html" });
    expect(page.host.warnings).toEqual([expect.stringContaining("text/html")]);
    const { client, server, host } = setUp();
    const stream = client.open(ordersStream);
    for (const _attempt of [1, 2]) {
      await settle();
      await server.last.answer(404);
      stream.reconnect();
    }
    expect(host.warnings).toEqual([expect.stringContaining("404")]);
  });

  it("of an answer to a call that breaks its contract, which its caller gets as well", async () => {
    const { client, server, host, problems } = setUp();
    for (const _call of [1, 2]) {
      const answer = client.call(listOrders, {});
      await settle();
      const [result] = await Promise.all([
        answer.catch((error: unknown) => error),
        server.last.answer(200, { success: true, data: [{}] }),
      ]);
      expect(result).toMatchObject({ code: "invalid_response", subject: "listOrders" });
    }
    expect(host.warnings).toEqual([expect.stringContaining("listOrders")]);
    expect(problems).toEqual([]);
  });

  it("of a name that a listener or a live query waits for in vain, with the names that there are", async () => {
    const { client, host } = setUp();
    const stream = client.open(ordersStream);
    // TypeScript refuses these; a page in JavaScript has nobody else to tell.
    const names: Record<string, () => number> = { order_deleted: () => 1, connected: () => 1, toString: () => 1 };
    for (const name of Object.keys(names)) Reflect.apply(stream.on, stream, [name, () => {}]);
    createLiveQuery({ client, stream: ordersStream, load: async () => ({ data: 1 }), apply: names });
    expect(host.warnings).toEqual([
      expect.stringMatching(/order_deleted.*its events are connected, order_status_update/),
      expect.stringContaining("toString"),
    ]);
    const { client: other, host: notices } = setUp();
    other.open(notificationsStream).on("anything", () => {});
    expect(notices.warnings).toEqual([]);
  });

  it("not of what is no fault of the contract's", async () => {
    const { server, host, stream, client } = await openOrders();
    stream.on("order_status_update", () => {
      throw new Error("a listener's");
    });
    await server.last.send(greeting(), orderUpdate(1));
    await server.last.drop();
    await host.advance(30_000);
    client.close();
    expect(host.warnings).toEqual([]);
  });

  it("without onProblem as well, and also where that throws", async () => {
    const server = createFakeServer();
    const host = createFakeHost(server.fetch);
    createClient({ host }).open(ordersStream);
    await settle();
    await server.last.accept();
    await server.last.send(greeting(), unknown);
    expect(host.warnings).toHaveLength(1);
    const failing = new Error("onProblem's own");
    const other = await openOrders({
      onProblem: () => {
        throw failing;
      },
    });
    await other.server.last.send(greeting(), unknown);
    expect([other.host.warnings.length, other.host.reported]).toEqual([1, [failing]]);
  });

  it("C31.4: and is not flooded where a server makes up names", () => {
    const warnings: string[] = [];
    const problems = createProblems({ warn: (message) => warnings.push(message), reportError: () => {} }, undefined);
    for (let at = 0; at < 200; at += 1) {
      problems.report(new ClientError("unknown_event", `unknown ${at}`, { event: `e-${at}` }));
    }
    expect(warnings).toHaveLength(101);
    expect(warnings.at(-1)).toBe("100 warnings of this client were shown; more are not");
  });
});

describe("C14.3: what a listener throws", () => {
  const cause = new Error("in a listener");
  const thrown = () => new ClientError("listener_failed", "a listener threw", { cause });

  it("is the host's to report where the application hears of no problems", () => {
    const host = { warnings: [] as string[], errors: [] as unknown[] };
    const ports = {
      warn: (text: string) => void host.warnings.push(text),
      reportError: (error: unknown) => void host.errors.push(error),
    };
    createProblems(ports, undefined).report(thrown());
    expect(host).toEqual({ warnings: [], errors: [cause] });
  });

  it("is told to the application, and to nobody else, where it hears of them", () => {
    const host = { warnings: [] as string[], errors: [] as unknown[] };
    const ports = {
      warn: (text: string) => void host.warnings.push(text),
      reportError: (error: unknown) => void host.errors.push(error),
    };
    const told: ClientError[] = [];
    createProblems(ports, (problem) => told.push(problem)).report(thrown());
    expect(told).toMatchObject([{ code: "listener_failed" }]);
    expect(host).toEqual({ warnings: [], errors: [] });
  });
});
