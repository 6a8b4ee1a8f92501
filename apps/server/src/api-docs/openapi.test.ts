import { Validator } from "@seriousme/openapi-schema-validator";
import { ENDING } from "@tidings/contracts";
import { streams as servedStreams } from "@tidings/contracts/domains";
import { describe, expect, it } from "vitest";
import { documentSchemas, pointerTo } from "../testing/document-schemas.ts";
import { documentedRoutes, servedRoutes } from "../testing/routes.ts";
import { startServer } from "../testing/start-server.ts";
import { templateOf } from "../testing/template-of.ts";
import { endpoints } from "./described-contract.ts";
import { createOpenApi } from "./openapi.ts";
import { ownRoutes } from "./own-routes.ts";

const document = createOpenApi({ version: "1.2.3" });
const schemas = documentSchemas(document);

/** What a browser asks for beside the documents: no interface of anybody's. */
const PAGES = ["GET /docs/assets/{name}", "GET /{*path}"];

it("is a valid OpenAPI 3.2 document", async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  expect(document).toMatchObject({ openapi: "3.2.0", info: { version: "1.2.3" } });
});

it("has every endpoint and stream of the contract, the server's own routes, and nothing else", () => {
  const contract = [
    ...endpoints.map(({ endpoint: { method, path } }) => `${method} ${templateOf(path)}`),
    ...servedStreams.map(({ path }) => `GET ${path}`),
    ...ownRoutes.map(({ path }) => `GET ${path}`),
  ];
  expect(documentedRoutes(document)).toEqual(contract.sort());
});

it("has every route that the server answers, and no other", async () => {
  await using server = await startServer({ env: { METRICS_TOKEN: "a token of sixteen" } });
  const { app, front } = server.backend;
  const served = servedRoutes(app, front).filter((route) => !PAGES.includes(route));
  expect(served.length).toBeGreaterThan(40);
  expect(documentedRoutes(document)).toEqual(served);
});

it("names no operation twice, and says of each what it does", () => {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const headings = (document.tags as readonly { name: string }[]).map(({ name }) => name);
  for (const operation of operations) {
    expect(operation).toMatchObject({ summary: expect.stringMatching(/^[A-Z]/), tags: [expect.any(String)] });
    expect(headings).toEqual(expect.arrayContaining(operation.tags as string[]));
  }
});

it("says what every parameter is but for a path's, and ends with nothing unresolved", () => {
  const text = JSON.stringify(document);
  for (const [, target = ""] of text.matchAll(/"\$ref":"#(.*?)"/g)) {
    const found = target
      .slice(1)
      .split("/")
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
    expect(found, target).toBeDefined();
  }
  for (const { parameters = [] } of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    for (const parameter of parameters as { name: string; in: string; description?: string }[]) {
      if (parameter.in !== "path") expect(parameter.description, parameter.name).toBeTruthy();
    }
  }
});

describe.each(endpoints.map(({ endpoint }) => [endpoint.name, endpoint] as const))("endpoint %s", (_, endpoint) => {
  const at = ["paths", templateOf(endpoint.path), endpoint.method.toLowerCase()];
  const operation = document.paths[at[1] ?? ""]?.[at[2] ?? ""];

  it("has examples that fit their schemas", () => {
    const json = ["content", "application/json"];
    const answer = { success: true, data: endpoint.samples?.data, position: "k3f9a2:41" };
    const success = pointerTo(...at, "responses", String(endpoint.status), ...json, "schema");
    expect(schemas.misfit(success, answer)).toBeUndefined();
    expect(schemas.misfit(success, { ...answer, success: false })).toBeDefined();
    expect(schemas.misfit(success, { success: true })).toBeDefined();
    if (endpoint.body === undefined) return expect(operation).not.toHaveProperty("requestBody");
    const body = pointerTo(...at, "requestBody", ...json, "schema");
    expect(schemas.misfit(body, endpoint.samples?.body)).toBeUndefined();
    expect(schemas.misfit(body, [])).toBeDefined();
  });

  it("says in an error body's words how it fails", () => {
    for (const [status, words] of Object.entries(endpoint.errors)) {
      expect(operation).toMatchObject({
        responses: {
          [status]: { content: { "application/json": { example: { success: false, errors: [words] } } } },
        },
      });
    }
  });
});

describe.each(servedStreams.map((stream) => [stream.name, stream] as const))("stream %s", (_, stream) => {
  const at = ["paths", stream.path, "get", "responses", "200", "content", "text/event-stream", "itemSchema"];
  const blocks = pointerTo(...at);
  const { anyOf } = at.reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], document) as {
    anyOf: { title: string; properties: { id?: object; data: { contentSchema: { $ref: string } } } }[];
  };

  it("takes a block of every event, with its payload and, where it is stored, a position", () => {
    for (const [name, { samples, delivery }] of Object.entries(stream.events)) {
      const block = { event: name, data: JSON.stringify(samples.valid[0]), ...(delivery.durable && { id: "e:1" }) };
      expect(schemas.misfit(blocks, block)).toBeUndefined();
      const described = anyOf.find(({ title }) => title === name);
      expect(described?.properties.data).toMatchObject({
        contentMediaType: "application/json",
        contentSchema: { $ref: expect.any(String) },
      });
      expect("id" in (described?.properties ?? {})).toBe(delivery.durable);
    }
    const greeting = stream.greeting.name === "message" ? {} : { event: "connected" };
    expect(schemas.misfit(blocks, { ...greeting, id: "e:1", data: "{}" })).toBeUndefined();
    expect(schemas.misfit(blocks, { event: ENDING, data: "{}" })).toBeUndefined();
  });

  it("takes other names only where the stream has custom events, and no block without data", () => {
    const custom = schemas.misfit(blocks, { event: "no.such.event", id: "e:1", data: "{}" }) === undefined;
    expect(custom).toBe(stream.custom !== undefined);
    expect(schemas.misfit(blocks, { event: Object.keys(stream.events)[0] })).toBeDefined();
  });

  it("has schemas that take the valid samples of its events and refuse the invalid ones", () => {
    [stream.greeting.event, ...Object.values(stream.events)].forEach(({ samples }, index) => {
      // The greeting is the first of both, and the events follow in order.
      const pointer = anyOf[index]?.properties.data.contentSchema.$ref.slice(1) ?? "";
      for (const sample of samples.valid) expect(schemas.misfit(pointer, sample)).toBeUndefined();
      for (const sample of samples.invalid) expect(schemas.misfit(pointer, sample)).toBeDefined();
    });
  });
});
