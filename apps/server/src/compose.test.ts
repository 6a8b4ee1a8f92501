import { EVERYONE, notificationsStream } from "@tidings/contracts/notifications";
import { serveOpenStreamRoute } from "@tidings/express";
import { publication } from "@tidings/hub";
import { expect, it } from "vitest";
import type { CreateDomain, Domain } from "./domains/domain.ts";
import { createNotifications } from "./domains/notifications/index.ts";
import { startServer, temporaryDirectory } from "./testing/start-server.ts";
import { writeFromOutside } from "./testing/write-from-outside.ts";

/** A domain that has nothing but what a test gives it. */
const domain =
  (parts: Partial<Domain>): CreateDomain =>
  () => ({ serve: () => {}, ...parts });

/** A domain that writes down when it is called. */
const recording =
  (calls: string[], name: string): CreateDomain =>
  () => ({
    serve: () => void calls.push(`${name} serve`),
    seed: async () => void calls.push(`${name} seed`),
    start: async () => void calls.push(`${name} start`),
    close: () => void calls.push(`${name} close`),
  });

const INSERT = `INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents)
  SELECT 'o-1', 'ORD-A7X3B2', id, 'a', '[]', 0, 0 FROM users LIMIT 1`;

it("each domain is seeded once in the life of a database, and started, served and closed once in that of a server", async () => {
  using directory = temporaryDirectory();
  const calls: string[] = [];
  const domains = [recording(calls, "one"), recording(calls, "two")];
  {
    await using _server = await startServer({ dataDir: directory.path, domains });
    const life = ["one seed", "two seed", "one start", "two start", "one serve", "two serve"];
    expect(calls.splice(0)).toEqual(life);
  }
  expect(calls.splice(0)).toEqual(["one close", "two close"]);
  await using _again = await startServer({ dataDir: directory.path, domains });
  expect(calls).toEqual(["one start", "two start", "one serve", "two serve"]);
});

it("in production no domain is seeded", async () => {
  const calls: string[] = [];
  const env = { NODE_ENV: "production", JWT_SECRET: "x".repeat(32), DRAIN_MS: "0" };
  await using _server = await startServer({ env, domains: [recording(calls, "one")] });
  expect(calls).toEqual(["one start", "one serve"]);
});

it("a domain that is listed is served, its mapper publishes what is committed, and what is not listed is 404", async () => {
  const event = { event: "notification", data: { message: "An order was placed" } } as const;
  const reacted: string[] = [];
  const probe = domain({
    mappers: { orders: () => [publication(notificationsStream.topic(EVERYONE), event)] },
    reactions: { orders: ({ rowId }) => void reacted.push(rowId) },
    serve: (context) =>
      serveOpenStreamRoute(
        context,
        notificationsStream,
        () => false,
        () => ({
          topics: [notificationsStream.topic(EVERYONE)],
          greeting: { clientId: "c", timestamp: Date.now() },
        }),
      ),
  });
  await using server = await startServer({ domains: [probe] });
  const stream = await server.open(notificationsStream.path);
  await stream.next();
  await writeFromOutside(server.config.dataDir, INSERT);
  expect((await stream.next()).data).toMatchObject({ message: "An order was placed" });
  expect(reacted).toEqual(["o-1"]);
  expect((await server.fetch("/api/orders")).status).toBe(404);
});

it("D14.5: a domain that throws at a report of the hub is logged, and the others and the log hear it all the same", async () => {
  const heard: string[] = [];
  const failing = domain({
    onHubReport() {
      throw new Error("not my report");
    },
  });
  const listening = domain({ onHubReport: ({ type }) => void heard.push(type) });
  await using server = await startServer({ domains: [failing, createNotifications, listening] });
  const stream = await server.open(notificationsStream.path);
  await stream.next();
  await expect.poll(() => heard).toContain("opened");
  const lines = server.logged.join("");
  expect(lines).toContain("not my report");
  expect(lines).toContain("stream opened");
});

it("a domain that cannot be closed is logged, and keeps neither the others nor the store open", async () => {
  using directory = temporaryDirectory();
  const calls: string[] = [];
  const failing = domain({
    close() {
      throw new Error("still busy");
    },
  });
  {
    await using server = await startServer({
      dataDir: directory.path,
      domains: [failing, domain({ close: () => void calls.push("closed") })],
    });
    await server.backend.close();
    expect(calls).toEqual(["closed"]);
    expect(server.logged.join("")).toContain("still busy");
  }
  // The directory is free again.
  await using _again = await startServer({ dataDir: directory.path, domains: [] });
});
