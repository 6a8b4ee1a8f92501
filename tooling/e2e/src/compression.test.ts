import { startNginx, startServer } from "@tidings/services";
import { expect } from "vitest";
import { type Site, signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { openCommand } from "./testing/curl.ts";
import { visit } from "./testing/visitor.ts";

// What brief 001 calls compression of large payloads: each test publishes the next order when the one before it was
// seen, so that an event which waits in some buffer for another never comes.

const STREAM = "/api/admin/stream/orders";
const env = { STREAM_COMPRESSION: "gzip", HEARTBEAT_MS: "200" };

/** Places an order of some thousand bytes that its address tells from others. */
async function submitLarge(site: Site, token: string, deliveryAddress: string): Promise<void> {
  const items = Array.from({ length: 50 }, (_, index) => ({ name: `Tea no. ${index}`, qty: 1, unit_price: 1 }));
  const response = await fetch(`${site.url}/api/order/submit`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ userId: "test-user", order: { items, totalAmount: 50, deliveryAddress } }),
  });
  if (!response.ok) throw new Error(`the order was not taken: ${await response.text()}`);
}

it("001 compression: curl --compressed prints every event when it comes, and takes the end for one", async () => {
  await using server = await startServer({ env });
  const token = await signIn(server, "admin");
  const command = `curl -N --compressed --dump-header - -H "Authorization: Bearer ${token}" ${server.url}${STREAM}`;
  using terminal = openCommand(`${command} --write-out "curl ends with %{exitcode}"`);
  await expect.poll(() => terminal.output).toContain('data: {"type":"connected"');
  expect(terminal.output).toMatch(/^content-encoding: gzip\r$/im);
  for (const address of ["1 Elm", "2 Elm", "3 Elm"]) {
    await submitLarge(server, token, address);
    await expect.poll(() => terminal.output).toContain(`"deliveryAddress":"${address}"`);
  }
  // Heartbeats come through as well, and a server that ends leaves no half of a file.
  await expect.poll(() => terminal.output).toContain("\n: heartbeat\n");
  await server.kill("SIGTERM");
  await expect.poll(() => terminal.output).toMatch(/event: ending\n.*\n.*\n\ncurl ends with 0$/);
});

it("001 compression: EventSource and fetch of a real browser read it event by event, also behind nginx", async ({
  browser,
}) => {
  await using server = await startServer({ env });
  await using nginx = await startNginx({ upstream: server.url });
  const token = await signIn(server, "admin");
  for (const site of [server, nginx]) {
    await using admin = await visit(browser, site, { as: "admin" });
    const [page] = await admin.open("/healthz");
    const encodings: (string | undefined)[] = [];
    page.on("response", async (response) => {
      if (response.url().includes(STREAM)) encodings.push((await response.allHeaders())["content-encoding"]);
    });
    await page.evaluate((path) => {
      const seen = { source: "", fetched: "" };
      Object.assign(globalThis, { seen });
      const source = new EventSource(path);
      source.onmessage = ({ data }) => {
        seen.source += data;
      };
      source.addEventListener("new_order", ({ data }) => {
        seen.source += data;
      });
      void fetch(path).then(async ({ body }) => {
        const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
        for (let chunk = await reader?.read(); !chunk?.done; chunk = await reader?.read()) seen.fetched += chunk?.value;
      });
    }, STREAM);
    const bothSaw = (text: string) =>
      expect
        .poll(() =>
          page.evaluate(
            (part) => Object.values(Reflect.get(globalThis, "seen")).map((all) => String(all).includes(part)),
            text,
          ),
        )
        .toEqual([true, true]);
    await bothSaw('{"type":"connected"');
    // A page may read of a stream before the browser has told of its headers.
    await expect.poll(() => encodings).toEqual(["gzip", "gzip"]);
    for (const address of ["1 Elm", "2 Elm", "3 Elm"]) {
      const own = `${address} ${site.url}`;
      await submitLarge(server, token, own);
      await bothSaw(`"deliveryAddress":"${own}"`);
    }
  }
});
