import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { startServer } from "../testing/start-server.ts";

const TOKEN = "a token for metrics";
const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

it("S15: without METRICS_TOKEN the server's own port has no metrics, whoever asks", async () => {
  await using server = await startServer();
  for (const init of [{}, bearer(""), bearer("undefined"), { headers: { "X-Forwarded-For": "127.0.0.1" } }]) {
    const response = await server.fetch("/metrics", init);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain("tidings_");
  }
});

it("S15: with METRICS_TOKEN they are for whoever shows it in the header, and not in the address", async () => {
  await using server = await startServer({ env: { METRICS_TOKEN: TOKEN } });
  for (const [path, init] of [
    ["/metrics", {}],
    ["/metrics", bearer(`${TOKEN}!`)],
    ["/metrics", bearer(TOKEN.slice(1))],
    [`/metrics?token=${TOKEN}`, {}],
  ] as const) {
    const response = await server.fetch(path, init);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ success: false, errors: ["Not authorized, token failed"] });
  }
  expect(await (await server.fetch("/metrics", bearer(TOKEN))).text()).toContain("# TYPE tidings_connections gauge");
});

it.each([
  ["for everyone who reaches it", {}, {}, 200],
  ["with METRICS_TOKEN for whoever shows it", { METRICS_TOKEN: TOKEN }, bearer(TOKEN), 200],
  ["with METRICS_TOKEN for nobody else", { METRICS_TOKEN: TOKEN }, {}, 401],
])("S15: a listener of their own gives metrics, and nothing else, %s", async (_whom, env, init, status) => {
  await using server = await startServer({ env });
  const { metricsServer } = server.backend;
  metricsServer.listen(0, "127.0.0.1");
  await once(metricsServer, "listening");
  const url = `http://127.0.0.1:${(metricsServer.address() as AddressInfo).port}`;
  const response = await fetch(`${url}/metrics?x=1`, init);
  expect(response.status).toBe(status);
  expect((await response.text()).includes("tidings_connections")).toBe(status === 200);
  expect((await fetch(`${url}/api/orders`, init)).status).toBe(404);
  expect((await fetch(`${url}/metrics`, { ...init, method: "POST" })).status).toBe(404);
});
