import { Parser } from "@asyncapi/parser";
import { BATCH, ENDING } from "@tidings/contracts";
import { streams as servedStreams } from "@tidings/contracts/domains";
import { describe, expect, it } from "vitest";
import { documentSchemas, pointerTo } from "../testing/document-schemas.ts";
import { createAsyncApi } from "./asyncapi.ts";
import { createOpenApi } from "./openapi.ts";

const document = createAsyncApi({ version: "1.2.3" });
const schemas = documentSchemas(document);

it("is a valid AsyncAPI 3.0 document", async () => {
  const { document: parsed, diagnostics } = await new Parser().parse(JSON.stringify(document));
  // That there is a 3.1 is no fault of a document that is 3.0.
  expect(diagnostics.filter(({ code }) => code !== "asyncapi-latest-version")).toEqual([]);
  expect(parsed?.info().version()).toBe("1.2.3");
  expect(parsed?.allChannels().all().length).toBe(servedStreams.length);
});

it("has every stream, every event and what any stream may send, and nothing else", () => {
  const messages = servedStreams.flatMap(({ name, events, custom }) => [
    `${name}.connected`,
    ...Object.keys(events).map((event) => `${name}.${event}`),
    ...(custom === undefined ? [] : [`${name}.custom`]),
  ]);
  expect(Object.keys(document.components.messages).sort()).toEqual([...messages, BATCH, ENDING].sort());
  expect(Object.keys(document.channels).sort()).toEqual(servedStreams.map(({ name }) => name).sort());
  for (const { name, path } of servedStreams) {
    const channel = document.channels[name];
    const own = messages
      .filter((message) => message.startsWith(`${name}.`))
      .map((message) => message.slice(name.length + 1));
    expect(channel).toMatchObject({ address: path, summary: expect.any(String) });
    expect(Object.keys(channel?.messages ?? {}).sort()).toEqual([...own, BATCH, ENDING].sort());
    expect(document.operations[`send.${name}`]).toMatchObject({ channel: { $ref: `#/channels/${name}` } });
  }
});

it("has the schemas of the OpenAPI document", () => {
  expect(document.components.schemas).toEqual(createOpenApi({ version: "1.2.3" }).components.schemas);
});

describe.each(
  servedStreams.flatMap((stream) =>
    [["connected", stream.greeting.event] as const, ...Object.entries(stream.events)].map(
      ([name, event]) => [`${stream.name}.${name}`, event] as const,
    ),
  ),
)("event %s", (id, event) => {
  it("has the contract's samples as examples, which fit its payload; the invalid ones do not", () => {
    const payload = pointerTo("components", "messages", id, "payload");
    expect(document.components.messages[id]).toMatchObject({
      examples: event.samples.valid.map((sample) => ({ payload: sample })),
    });
    for (const sample of event.samples.valid) expect(schemas.misfit(payload, sample)).toBeUndefined();
    for (const sample of event.samples.invalid) expect(schemas.misfit(payload, sample)).toBeDefined();
  });

  it("says when it is sent and how it travels", () => {
    const { durable, ttl, maxBytes, coalesceBy } = event.delivery;
    expect(document.components.messages[id]).toMatchObject({
      summary: event.description,
      "x-delivery": { durable, maxBytes },
    });
    const delivery = document.components.messages[id]?.["x-delivery"];
    if (Number.isFinite(ttl)) expect(delivery).toHaveProperty("ttlMs", ttl);
    else expect(delivery).not.toHaveProperty("ttlMs");
    const key = coalesceBy?.(event.samples.valid[0] as never);
    if (key === undefined) expect(delivery).not.toHaveProperty("coalesceBy");
    else expect(delivery).toHaveProperty("coalesceBy", key);
  });
});
