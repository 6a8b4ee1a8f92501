import type { EndpointData } from "@tidings/contracts";
import { createStreamTicket } from "@tidings/contracts/auth";
import { ordersStream } from "@tidings/contracts/orders";
import { startServer } from "@tidings/services";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { type Site, setStatus, signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { bundle } from "./testing/bundle.ts";
import { updateInDatabase } from "./testing/database.ts";
import type * as nativeClient from "./testing/native-client.ts";
import { preparing, received } from "./testing/seeds.ts";
import { streamLog } from "./testing/server-log.ts";
import { visit } from "./testing/visitor.ts";

async function makeTicket(site: Site, token: string): Promise<string> {
  const response = await fetch(`${site.url}${createStreamTicket.path}`, {
    method: createStreamTicket.method,
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ stream: ordersStream.name }),
  });
  const body = (await response.json()) as { readonly data: EndpointData<typeof createStreamTicket> };
  return body.data.ticket;
}

/** Opens a bare EventSource in a page; nothing of Tidings is there. */
function openBare(page: Page, ticket: string) {
  return page.evaluateHandle((address) => {
    const source = new EventSource(address);
    const greetings: unknown[] = [];
    source.addEventListener("connected", ({ data }) => greetings.push(JSON.parse(data)));
    return { source, greetings };
  }, `${ordersStream.path}?ticket=${ticket}`);
}

it("S13.1: a ticket opens one native EventSource once, not even the same one again after its line was cut", async ({
  browser,
}) => {
  await using server = await startServer();
  await using someone = await visit(browser, server);
  const [page] = await someone.open();
  const ticket = await makeTicket(server, await signIn(server, "ada"));

  const first = await openBare(page, ticket);
  await expect.poll(() => first.evaluate(({ greetings }) => greetings)).toMatchObject([{ message: "SSE connected" }]);
  const second = await openBare(page, ticket);
  // Closed for good: what a browser makes of a 401.
  await expect.poll(() => second.evaluate(({ source }) => source.readyState)).toBe(2);
  expect(await second.evaluate(({ greetings }) => greetings)).toEqual([]);
  expect(await first.evaluate(({ source }) => source.readyState)).toBe(1);

  await server.restart();
  await expect.poll(() => first.evaluate(({ source }) => source.readyState)).toBe(2);
  expect(await first.evaluate(({ greetings }) => greetings.length)).toBe(1);
  expect(streamLog(server).opened).toBe(1);
});

it("C18.1: after kill -9 and a restart the client's EventSource comes back with a fresh ticket, and has missed nothing", async ({
  browser,
}) => {
  await using server = await startServer({ env: { LOG_LEVEL: "trace" } });
  await using someone = await visit(browser, server);
  const token = await signIn(server, "ada");
  const tickets: (string | null)[] = [];
  const addresses: string[] = [];
  const [page] = await someone.open("/", async (opened) => {
    opened.on("request", (request) => {
      const url = new URL(request.url());
      addresses.push(url.href);
      if (url.pathname === ordersStream.path) tickets.push(url.searchParams.get("ticket"));
    });
  });
  const exported = await page.evaluateHandle<typeof nativeClient>(await bundle("native-client.ts"));
  const client = await exported.evaluateHandle((module, secret) => module.openNativeClient(secret), token);
  const updates = () => client.evaluate((opened) => opened.updates);
  await expect.poll(() => client.evaluate((opened) => opened.state())).toBe("open");
  await setStatus(server, received, "Preparing");
  await expect.poll(updates).toEqual([`${received.order_code} — Preparing`]);

  await server.kill("SIGKILL");
  updateInDatabase(server, preparing, "Out for Delivery");
  await expect.poll(() => client.evaluate((opened) => opened.state())).toBe("reconnecting");
  await server.restart();
  await expect
    .poll(updates)
    .toEqual([`${received.order_code} — Preparing`, `${preparing.order_code} — Out for Delivery`]);
  expect(await client.evaluate((opened) => opened.resumes)).toEqual(["none", "complete"]);

  expect(tickets).toHaveLength(2);
  expect(new Set(tickets).size).toBe(2);
  expect(tickets).not.toContain(null);
  expect(addresses.filter((address) => address.includes(token))).toEqual([]);
  await server.kill();
  for (const secret of [token, ...tickets]) expect(server.output).not.toContain(secret);
});
