import { Parser } from "@asyncapi/parser";
import { Validator } from "@seriousme/openapi-schema-validator";
import { defineEndpoint } from "@tidings/contracts";
import { expect, it } from "vitest";
import * as z from "zod";
import type { Api } from "./api.ts";
import { createAsyncApi } from "./asyncapi.ts";
import { createOpenApi } from "./openapi.ts";
import { builds } from "./testing/builds-contract.ts";

const info = { title: "Builds", version: "1.2.3" };
const api: Api = { parts: [{ name: "builds", description: "Builds and their steps", exports: builds }] };
const { listBuilds, buildsStream } = builds;

it("makes a valid OpenAPI document of anybody's contract", async () => {
  const document = createOpenApi({ ...api, info });
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors).toBeUndefined();
  expect(Object.keys(document.paths)).toEqual(["/builds", "/builds/stream"]);
  expect(document.paths["/builds"]?.get).toMatchObject({ tags: ["builds"], security: [{ bearer: [] }] });
  // The stream's snapshot says where the stream goes on (D5).
  expect(document.paths["/builds"]?.get).toHaveProperty(
    ["responses", "200", "content", "application/json", "schema", "required"],
    ["success", "data", "position"],
  );
  expect(document.paths["/builds/stream"]?.get).toMatchObject({ "x-stream": "builds" });
});

it("describes routes of the server's own, with bodies that refer to the contract's schemas, and its parameters", async () => {
  const document = createOpenApi({
    ...api,
    info,
    streamParameters: [{ name: "topic", description: "Which one", schema: { type: "string" } }],
    tags: [{ name: "own", description: "The server's own" }],
    routes: [
      { path: "/alive", operationId: "alive", tag: "own", summary: "Whether it lives", answer: { description: "Yes" } },
      {
        method: "POST",
        path: "/alive",
        operationId: "revive",
        tag: "own",
        summary: "Let it live",
        security: "bearer",
        idempotent: true,
        content: (use) => ({ "application/json": { schema: use(builds.stepEnded.schema) } }),
        answer: { description: "It does" },
        refusals: { 401: undefined, 404: "There is none" },
      },
    ],
  });
  expect((await new Validator().validate(structuredClone(document))).errors).toBeUndefined();
  expect(document.paths["/alive"]?.get).toMatchObject({ security: [], responses: { 200: { description: "Yes" } } });
  expect(document.paths["/alive"]?.get).not.toHaveProperty("requestBody");
  expect(document.paths["/alive"]?.get).not.toHaveProperty("parameters");
  expect(document.paths["/alive"]?.post).toMatchObject({
    security: [{ bearer: [] }],
    parameters: [{ name: "Idempotency-Key", in: "header" }],
    requestBody: {
      required: true,
      content: { "application/json": { schema: { $ref: expect.stringMatching(/step_?ended/i) } } },
    },
    responses: { 200: { description: "It does" }, 401: { $ref: expect.any(String) }, 404: expect.any(Object) },
  });
  expect(document.paths["/builds/stream"]?.get?.parameters).toContainEqual({
    name: "topic",
    in: "query",
    required: false,
    description: "Which one",
    schema: { type: "string" },
  });
});

it("makes a valid AsyncAPI document of it", async () => {
  const streamParameters = [{ name: "topic", description: "Which one", schema: { type: "string" } }];
  const document = createAsyncApi({ ...api, info, streamParameters });
  const { diagnostics } = await new Parser().parse(JSON.stringify(document));
  expect(diagnostics.filter(({ code }) => code !== "asyncapi-latest-version")).toEqual([]);
  expect(Object.keys(document.channels)).toEqual(["builds"]);
  expect(document.operations["send.builds"]).toMatchObject({
    bindings: {
      http: {
        query: { properties: { branch: { type: "string" }, topic: { description: "Which one", type: "string" } } },
      },
    },
  });
  expect(document.components.messages["builds.started"]).toMatchObject({ summary: "started" });
  expect(document.components.messages["builds.step ended"]).toMatchObject({ "x-delivery": { coalesceBy: "test" } });
});

it("gives schemas of one name names of their own, of the characters that the formats allow", () => {
  const { schemas } = createOpenApi({ ...api, info }).components;
  const again = { name: "again", description: "", exports: { Build: z.object({ other: z.string() }) } };
  const more = createOpenApi({ parts: [...api.parts, again], info }).components.schemas;
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(["Build", "builds.Build", "builds.step_ended"]));
  expect(Object.keys(more)).toContain("again.Build");
  for (const name of Object.keys(more)) expect(name).toMatch(/^[\w.-]+$/);
});

it("refuses two operations that would take one place, and says which and what to do", () => {
  const other = defineEndpoint({
    name: "other",
    method: "GET",
    path: "/builds",
    summary: "",
    access: "user",
    data: z.null(),
  });
  const named = defineEndpoint({
    name: "listBuilds",
    method: "GET",
    path: "/b",
    summary: "",
    access: "user",
    data: z.null(),
  });
  const withOne = (exports: object) => () =>
    createOpenApi({ info, parts: [...api.parts, { name: "more", description: "", exports: { ...exports } }] });
  expect(withOne({ other })).toThrow("Two operations are GET /builds. Leave one out of the parts");
  expect(withOne({ named })).toThrow("Two operations are named listBuilds, GET /builds and GET /b.");
  expect(withOne({ listBuilds, buildsStream })).not.toThrow();
});

it("describes what is exported and nothing else, also where that is nothing", async () => {
  const exports = { text: "", none: undefined, nothing: null, call: () => {} };
  const document = createOpenApi({ info, parts: [{ name: "empty", description: "", exports }] });
  expect(document.paths).toEqual({});
  expect((await new Validator().validate(structuredClone(document))).errors).toBeUndefined();
});

it("writes security, refusals' words and headers as they are given", () => {
  const document = createOpenApi({
    ...api,
    info,
    security: {
      session: { scheme: { type: "apiKey", in: "cookie", name: "sid" }, opens: ["endpoints", "streams"] },
      scrape: { scheme: { type: "http", scheme: "basic" }, opens: [] },
    },
    words: { 401: "Sign in at /login" },
    answerHeaders: { "X-Trace": { schema: { type: "string" } } },
    routes: [
      { path: "/up", operationId: "up", tag: "builds", summary: "", answer: { description: "" }, security: "scrape" },
      {
        path: "/odd",
        operationId: "odd",
        tag: "builds",
        summary: "",
        answer: { description: "" },
        refusals: { 418: undefined },
      },
    ],
  });
  expect(document.paths["/builds"]?.get).toMatchObject({ security: [{ session: [] }] });
  expect(document.paths["/up"]?.get).toMatchObject({ security: [{ scrape: [] }] });
  expect(JSON.stringify(document.components.responses)).toContain("Sign in at /login");
  expect(document.components.headers).toEqual({ Trace: { schema: { type: "string" } } });
  const text = JSON.stringify(document);
  expect(text).not.toContain("Refused418");
  expect(Object.keys(createAsyncApi({ ...api, info }).components.securitySchemes as object)).toEqual(["bearer"]);
});
