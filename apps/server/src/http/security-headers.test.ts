import { streams as servedStreams } from "@tidings/contracts/domains";
import { expect, it } from "vitest";
import { startServer } from "../testing/start-server.ts";

it("every answer forbids browsers to guess what it is, streams and refusals too", async () => {
  await using server = await startServer({ env: { METRICS_TOKEN: "sixteen letters." } });
  const token = await server.signIn("admin@example.com");
  const bearer = { Authorization: `Bearer ${token}` };
  const asked: (readonly [string, RequestInit])[] = [
    ["/", {}],
    ["/nowhere", {}],
    ["/healthz", {}],
    ["/readyz", {}],
    ["/metrics", { headers: { Authorization: "Bearer sixteen letters." } }],
    ["/metrics", {}],
    ["/docs", {}],
    ["/api/orders", { headers: bearer }],
    ["/api/orders", { method: "OPTIONS", headers: { Origin: "http://localhost:5173" } }],
    ["/api/orders", {}],
    ...servedStreams.map(({ path }) => [path, {}] as const),
  ];
  for (const [path, init] of asked) {
    const abort = new AbortController();
    const response = await server.fetch(path, { ...init, signal: abort.signal });
    expect([path, response.headers.get("x-content-type-options")]).toEqual([path, "nosniff"]);
    abort.abort();
  }
  for (const { path, name } of servedStreams) {
    const query = name === "chat" ? "?conversationId=nowhere" : "";
    const { response } = await server.open(`${path}${query}`, { headers: bearer });
    expect([path, response.headers.get("x-content-type-options")]).toEqual([path, "nosniff"]);
  }
});
