import { startServer } from "@tidings/services";
import { expect } from "vitest";
import { ordersPage } from "./pages/orders-page.ts";
import { setStatus, signIn } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { updateInDatabase } from "./testing/database.ts";
import { received } from "./testing/seeds.ts";
import { openStream } from "./testing/stream.ts";
import { tapStreams } from "./testing/stream-tap.ts";
import { visit } from "./testing/visitor.ts";

const DRAIN_MS = 500;
/** What a server takes beyond its drain for readers that do not take their last bytes. */
const GRACE_MS = 3000;

it("SIGTERM under open streams ends each in words, exits 0 in time, and the page goes on with the next server", async ({
  browser,
}) => {
  await using server = await startServer({ env: { DRAIN_MS: String(DRAIN_MS) } });
  await using ada = await visit(browser, server, { as: "ada" });
  const [page, tap] = await ada.open("/", tapStreams);
  const orders = ordersPage(page);
  await orders.isLive();
  const token = await signIn(server, "ada");
  const streams = await Promise.all(Array.from({ length: 8 }, () => openStream(server, { query: `?token=${token}` })));

  const from = Date.now();
  expect(await server.kill("SIGTERM")).toEqual({ code: 0, signal: null });
  expect(Date.now() - from).toBeLessThan(DRAIN_MS + GRACE_MS);
  for (const { ended, events } of streams) {
    await ended;
    expect(events.at(-1)).toMatchObject({ type: "ending", data: { reason: "drained" } });
  }
  // Spread over the window, so that readers do not come back all at once.
  const ends = streams.map(({ events }) => events.at(-1)?.at ?? 0);
  expect(Math.max(...ends) - Math.min(...ends)).toBeGreaterThan(DRAIN_MS / 10);

  updateInDatabase(server, received, "Preparing");
  await server.restart();
  await orders.shows(received.order_code, "Preparing");
  await setStatus(server, received, "Delivered");
  await orders.shows(received.order_code, "Delivered");
  const updates = () => tap.events.filter(({ type }) => type === "order_status_update");
  await expect
    .poll(() => updates().map(({ data }) => JSON.parse(data).order_status))
    .toEqual(["Preparing", "Delivered"]);
});

it("a second SIGTERM does not wait", async () => {
  await using server = await startServer({ env: { DRAIN_MS: "60000" } });
  using stream = await openStream(server, { query: `?token=${await signIn(server, "ada")}` });
  expect(stream.status).toBe(200);
  const first = server.kill("SIGTERM");
  await expect.poll(() => server.output).toContain("stopping");
  await server.kill("SIGTERM");
  expect(await first).toEqual({ code: 1, signal: null });
});
