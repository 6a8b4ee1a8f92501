import { expect, it } from "vitest";
import { createAsyncApi } from "./asyncapi.ts";
import { library } from "./testing/library-contract.ts";

const parts = [{ name: "library", description: "Loans", exports: library }];
const info = { title: "Library", version: "1.0.0" };
const document = createAsyncApi({ parts, info });

it("each stream is a channel with its events and what every stream sends, and this server sends it", () => {
  const { components: _, ...rest } = document;
  expect(rest).toEqual({
    asyncapi: "3.0.0",
    info: { title: "Library", version: "1.0.0" },
    defaultContentType: "application/json",
    servers: {
      this: {
        host: "{host}",
        protocol: "http",
        description: "This server. Use HTTPS if it is reached by HTTPS",
        variables: { host: { default: "localhost:8000" } },
      },
    },
    channels: {
      "late-loans": {
        address: "/loans/stream",
        title: "late-loans",
        summary: "Loans as they come",
        description: "Admins. Of all readers.",
        tags: [{ name: "library" }],
        messages: {
          connected: { $ref: "#/components/messages/late-loans.connected" },
          lent: { $ref: "#/components/messages/late-loans.lent" },
          lamp: { $ref: "#/components/messages/late-loans.lamp" },
          custom: { $ref: "#/components/messages/late-loans.custom" },
          batch: { $ref: "#/components/messages/batch" },
          ending: { $ref: "#/components/messages/ending" },
        },
      },
      desk: {
        address: "/desk",
        title: "desk",
        summary: "The desk",
        description: "Anyone.",
        tags: [{ name: "library" }],
        messages: {
          connected: { $ref: "#/components/messages/desk.connected" },
          lamp: { $ref: "#/components/messages/desk.lamp" },
          batch: { $ref: "#/components/messages/batch" },
          ending: { $ref: "#/components/messages/ending" },
        },
      },
    },
    operations: {
      "send.late-loans": {
        action: "send",
        channel: { $ref: "#/channels/late-loans" },
        summary: "Loans as they come",
        security: [{ $ref: "#/components/securitySchemes/bearer" }],
        bindings: {
          http: {
            method: "GET",
            query: {
              properties: { shelf: { type: "string" } },
              type: "object",
              required: ["shelf"],
            },
            bindingVersion: "0.3.0",
          },
        },
      },
      "send.desk": {
        action: "send",
        channel: { $ref: "#/channels/desk" },
        summary: "The desk",
        bindings: {
          http: {
            method: "GET",
            query: {
              properties: { desk: { type: "string" }, side: { type: "string" } },
              type: "object",
              required: ["desk", "side"],
            },
            bindingVersion: "0.3.0",
          },
        },
      },
    },
  });
});

it("each event has its payload and samples, and says how it travels", () => {
  expect(document.components.messages).toEqual({
    "late-loans.connected": {
      name: "connected",
      title: "connected",
      summary: "The connection is made",
      description: "The first event of every connection (D3.1), on the wire `an event without a name`.",
      payload: { $ref: "#/components/schemas/late-loans.connected" },
      examples: [
        {
          name: "sample 1",
          payload: { connectionId: "c-1", heartbeatMs: 30000, position: "k3f9a2:41", resume: "none" },
        },
      ],
      "x-delivery": { durable: false, maxBytes: 65536 },
    },
    "late-loans.lent": {
      name: "lent",
      title: "lent",
      summary: "A book was lent",
      description: "Delivery: stored, resumable; worthless after 5 s; at most 900 bytes.",
      payload: { $ref: "#/components/schemas/late-loans.lent" },
      examples: [
        {
          name: "sample 1",
          payload: { loan: { id: "l-1", due: "2026-03-01" }, copies: 2 },
        },
      ],
      "x-delivery": { durable: true, ttlMs: 5000, maxBytes: 900 },
    },
    "late-loans.lamp": {
      name: "lamp",
      title: "lamp",
      summary: "lamp",
      description: "Delivery: of the moment; a newer one replaces an unsent one; at most 65536 bytes.",
      payload: { $ref: "#/components/schemas/late-loans.lamp" },
      "x-delivery": { durable: false, maxBytes: 65536 },
    },
    "late-loans.custom": {
      name: "custom",
      title: "any other name",
      summary: "A custom event, with any payload",
      payload: {},
    },
    "desk.connected": {
      name: "connected",
      title: "connected",
      summary: "The connection is made",
      description: "The first event of every connection (D3.1), on the wire `event: connected`.",
      payload: { $ref: "#/components/schemas/desk.connected" },
      examples: [
        {
          name: "sample 1",
          payload: { connectionId: "c-1", heartbeatMs: 30000, position: "k3f9a2:41", resume: "none" },
        },
      ],
      "x-delivery": { durable: false, maxBytes: 65536 },
    },
    "desk.lamp": {
      name: "lamp",
      title: "lamp",
      summary: "lamp",
      description: "Delivery: of the moment; a newer one replaces an unsent one; at most 65536 bytes.",
      payload: { $ref: "#/components/schemas/late-loans.lamp" },
      "x-delivery": { durable: false, maxBytes: 65536 },
    },
    batch: {
      name: "batch",
      title: "batch",
      summary: "Several events of one turn, in order, for readers that asked with batch=true",
      description: "Each item is an event as it would have come by itself (D15.1).",
      payload: { $ref: "#/components/schemas/batch" },
      examples: [
        {
          name: "one event",
          payload: [
            {
              event: "update",
              id: "k3f9a2:42",
              data: { type: "post", data: {} },
            },
          ],
        },
      ],
    },
    ending: {
      name: "ending",
      title: "ending",
      summary: "The server ends the stream on purpose; the reader reconnects after the time in retry",
      description: "The last event of a connection (D12).",
      payload: { $ref: "#/components/schemas/ending" },
      examples: [{ name: "drained", payload: { reason: "drained" } }],
    },
  });
});

it("a key that travels in the query or a cookie has AsyncAPI's name, and what opens no stream is left out", () => {
  const cookie = { type: "apiKey", in: "cookie", name: "sid" };
  const basic = { type: "http", scheme: "basic" };
  const servers = { own: { host: "a.example", protocol: "https" } };
  const own = createAsyncApi({
    parts: [],
    streams: [library.loansStream],
    info,
    servers,
    security: {
      cookie: { scheme: cookie, opens: ["streams"] },
      basic: { scheme: basic, opens: ["endpoints", "streams"] },
      scrape: { scheme: basic, opens: ["endpoints"] },
    },
  });
  expect(own.servers).toEqual(servers);
  expect(own.channels["late-loans"]).not.toHaveProperty("tags");
  expect(own.components.securitySchemes).toEqual({ cookie: { ...cookie, type: "httpApiKey" }, basic });
  expect(own.operations["send.late-loans"]?.security).toEqual([
    { $ref: "#/components/securitySchemes/cookie" },
    { $ref: "#/components/securitySchemes/basic" },
  ]);
  expect(Object.keys(own.components.schemas as object)).toContain("late-loans.lent");
});
