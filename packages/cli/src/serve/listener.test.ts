import { expect, it } from "vitest";
import { listenTo } from "../testing/listen-to.ts";
import { startHub } from "../testing/start-hub.ts";
import { KEY, publish } from "../testing/tidings.ts";
import { SECRET } from "../testing/token.ts";

const finished = { stream: "builds", event: "build_finished", data: { build: 42, result: "passed" } };

it("caps refuse a stream too many; pages of the origins may read, others may not", async () => {
  const caps = { total: 1 };
  const { url } = await startHub({ caps, origins: ["http://localhost:*"] });
  const headers = { Origin: "http://localhost:5173" };
  const { response } = await listenTo(`${url}/builds`, headers);
  expect(response.headers.get("access-control-allow-origin")).toBe(headers.Origin);
  const full = await fetch(`${url}/builds`, { headers: { Origin: "http://localhost.evil.example" } });
  expect([full.status, full.headers.get("retry-after"), full.headers.get("access-control-allow-origin")]).toEqual([
    503,
    "10",
    null,
  ]);
  const question = await fetch(`${url}/builds`, {
    method: "OPTIONS",
    headers: { ...headers, "Access-Control-Request-Method": "GET" },
  });
  expect([question.status, question.headers.get("access-control-allow-headers")]).toEqual([
    204,
    expect.stringContaining("Last-Event-ID"),
  ]);
});

it("S15: metrics are for whoever bears their token, and for nobody without one", async () => {
  const { url } = await startHub({ metricsToken: "a-token-for-metrics" });
  await publish(url, finished);
  const scrape = (bearer: string) => fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${bearer}` } });
  expect((await scrape(KEY)).status).toBe(401);
  const metrics = await (await scrape("a-token-for-metrics")).text();
  expect(metrics).toContain('tidings_events_published_total{stream="builds",event="build_finished"} 1');
  const closed = await startHub();
  expect((await fetch(`${closed.url}/metrics`)).status).toBe(401);
});

it("metrics tell the cap, whether it is ready, and why streams were refused", async () => {
  const { url } = await startHub({ metricsToken: "a-token-for-metrics", caps: { total: 1 } });
  await listenTo(`${url}/builds`);
  expect((await fetch(`${url}/builds`)).status).toBe(503);
  expect((await fetch(`${url}/builds?unknown=1`)).status).toBe(400);
  const headers = { Authorization: "Bearer a-token-for-metrics" };
  const metrics = await (await fetch(`${url}/metrics`, { headers })).text();
  for (const line of [
    "tidings_ready 1",
    "tidings_connections_limit 1",
    'tidings_connections{stream="builds"} 1',
    'tidings_refused_connects_total{reason="full"} 1',
    'tidings_refused_connects_total{reason="bad_request"} 1',
  ]) {
    expect(metrics).toContain(`${line}\n`);
  }
});

it("/docs has pages of a strict policy, and the documents stand at its top and below it", async () => {
  const { url } = await startHub({ origins: ["https://app.example.com"] });
  const page = await fetch(`${url}/docs`);
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'self';/);
  const html = await page.text();
  expect(html).not.toMatch(/https?:/);
  for (const [, link = ""] of html.matchAll(/(?:href|src)="(\/[^"]+)"/g)) {
    expect([link, (await fetch(`${url}${link}`)).status]).toEqual([link, 200]);
  }
  for (const name of ["openapi.json", "asyncapi.json"]) {
    const own = await fetch(`${url}/${name}`);
    expect([own.status, own.headers.get("vary")]).toEqual([200, expect.stringContaining("Origin")]);
    expect(await own.json()).toEqual(await (await fetch(`${url}/docs/${name}`)).json());
    const known = await fetch(`${url}/${name}`, { headers: { "If-None-Match": own.headers.get("etag") ?? "" } });
    expect(known.status).toBe(304);
  }
  expect((await fetch(`${url}/docs/nothing`)).status).toBe(404);
  expect((await fetch(`${url}/docs`, { method: "POST" })).status).toBe(404);
});

/** A document as a program reads it. */
async function documentAt(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

/** The names of a document's object, in order. */
function namesIn(document: unknown, path: readonly string[]): readonly string[] {
  const found = path.reduce<unknown>((value, name) => Object(value)[name], document);
  return Object.keys(Object(found));
}

it("the documents tell of streams, publishing and tickets as this server has them", async () => {
  const { url } = await startHub({ tokens: { secret: SECRET }, cookie: "session" });
  const document = await documentAt(`${url}/openapi.json`);
  expect(namesIn(document, ["paths"]).toSorted()).toEqual(
    ["/builds", "/healthz", "/metrics", "/publish", "/readyz", "/secrets", "/ticket"].toSorted(),
  );
  const readers = [{ bearer: [] }, { cookie: [] }, { ticket: [] }];
  const topic = expect.objectContaining({ name: "topic", in: "query" });
  const event = { anyOf: expect.any(Array) };
  expect(document).toMatchObject({
    paths: {
      "/builds": { get: { security: [{}, ...readers], parameters: expect.arrayContaining([topic]) } },
      "/secrets": { get: { security: readers } },
      "/ticket": { post: { security: [{ bearer: [] }, { cookie: [] }] } },
      "/publish": {
        post: {
          security: [{ publishKey: [] }],
          parameters: [{ name: "Idempotency-Key" }],
          responses: {
            200: {
              content: {
                "application/json": {
                  schema: {
                    required: ["success", "data"],
                    properties: {
                      data: {
                        anyOf: [
                          {
                            required: ["positions"],
                            properties: { positions: { items: { type: ["string", "null"] } } },
                          },
                          { required: ["events"] },
                        ],
                      },
                    },
                  },
                },
              },
            },
            413: expect.any(Object),
            422: expect.any(Object),
          },
          requestBody: {
            content: {
              "application/json": { schema: { anyOf: [event, { type: "array", maxItems: 1000, items: event }] } },
              "application/x-ndjson": {
                itemSchema: {
                  anyOf: [
                    {
                      properties: {
                        stream: { const: "builds" },
                        event: { const: "build_finished" },
                        data: { $ref: "#/components/schemas/builds.build_finished" },
                      },
                    },
                    { properties: { stream: { const: "builds" }, event: { const: "log_line" } } },
                    { properties: { stream: { const: "secrets" }, event: { const: "build_finished" } } },
                  ],
                },
              },
            },
          },
        },
      },
    },
  });
  const schemes = namesIn(document, ["components", "securitySchemes"]);
  expect(schemes).toEqual(["bearer", "cookie", "ticket", "publishKey", "metricsToken"]);
  const events = await documentAt(`${url}/asyncapi.json`);
  expect(namesIn(events, ["channels"])).toEqual(["builds", "secrets"]);
  expect(events).toMatchObject({ info: { description: expect.stringMatching(/POST \/publish.*POST \/ticket/s) } });
});

it("without tokens the documents have no tickets", async () => {
  const { url } = await startHub();
  const document = await documentAt(`${url}/openapi.json`);
  expect(namesIn(document, ["paths"])).not.toContain("/ticket");
  expect(namesIn(document, ["components", "securitySchemes"])).toEqual(["publishKey", "metricsToken"]);
});

it("what is nowhere is 404 with the streams that there are, and HEAD is answered without a body", async () => {
  const { url } = await startHub();
  const nothing = await fetch(`${url}/nothing`);
  expect([nothing.status, await nothing.text()]).toEqual([404, expect.stringContaining("/builds, /secrets")]);
  const head = await fetch(`${url}/healthz`, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: "ready", position: expect.any(String) });
  const post = await fetch(`${url}/builds`, { method: "POST" });
  expect([post.status, post.headers.get("allow")]).toEqual([405, expect.stringContaining("GET")]);
});
