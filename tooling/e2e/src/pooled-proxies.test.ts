import { startHaproxy, startNginx } from "@tidings/services";
import { expect, it } from "vitest";
import { loadThrough, startShortStreams } from "./testing/pooled-load.ts";

it.each([
  ["haproxy, http-reuse always", (upstream: string) => startHaproxy({ upstream })],
  ["nginx, keepalive 32", (upstream: string) => startNginx({ upstream, pool: 32 })],
])("W11.3: behind %s no POST fails on a connection whose stream has ended", async (_name, start) => {
  await using server = await startShortStreams();
  await using proxy = await start(server.url);
  const { streams, statuses } = await loadThrough(proxy.url, 2_000);
  expect(streams).toBeGreaterThan(100);
  expect(statuses).toEqual({ 200: 2_000 });
});
