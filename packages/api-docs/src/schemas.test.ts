import { defineStream } from "@tidings/contracts";
import { expect, it } from "vitest";
import * as z from "zod";
import { createOpenApi } from "./openapi.ts";
import { library } from "./testing/library-contract.ts";

const parts = [{ name: "library", description: "Loans", exports: library }];
const info = { title: "Library", version: "1.0.0" };

it("exported schemas, events' payloads and what every stream sends have names, and refer to one another", () => {
  expect(createOpenApi({ parts, info }).components.schemas).toEqual({
    Loan: {
      type: "object",
      properties: { id: { type: "string" }, due: { type: "string" } },
      required: ["id", "due"],
    },
    ErrorBody: {
      type: "object",
      properties: {
        success: { type: "boolean", const: false },
        errors: { type: "array", items: { type: "string" } },
      },
      required: ["success", "errors"],
    },
    batch: {
      type: "array",
      items: {
        type: "object",
        properties: { event: { type: "string" }, id: { type: "string" }, data: {} },
        required: ["event", "data"],
      },
    },
    ending: {
      type: "object",
      properties: {
        reason: { type: "string", enum: ["drained", "expired", "revoked", "paused"] },
        retryMs: { type: "number", minimum: 0 },
      },
      required: ["reason"],
    },
    "late-loans.connected": {
      type: "object",
      properties: {
        connectionId: { type: "string" },
        heartbeatMs: { type: "number" },
        position: { type: "string" },
        resume: { type: "string", enum: ["none", "complete", "gap"] },
      },
      required: ["connectionId", "heartbeatMs", "position", "resume"],
    },
    "late-loans.lent": {
      type: "object",
      properties: { loan: { $ref: "#/components/schemas/Loan" }, copies: { type: "integer", minimum: 0 } },
      required: ["loan", "copies"],
    },
    "late-loans.lamp": {
      type: "object",
      properties: { on: { type: "boolean" } },
      required: ["on"],
    },
    "desk.connected": {
      type: "object",
      properties: {
        connectionId: { type: "string" },
        heartbeatMs: { type: "number" },
        position: { type: "string" },
        resume: { type: "string", enum: ["none", "complete", "gap"] },
      },
      required: ["connectionId", "heartbeatMs", "position", "resume"],
    },
  });
});

it("a name that is taken gets its part before it, and then a number", () => {
  const [one, two, three, four] = [z.string(), z.number(), z.boolean(), z.null()];
  const again = defineStream({ name: "again", path: "/again", access: "user", events: {}, custom: z.unknown() });
  const { schemas } = createOpenApi({
    info,
    parts: [
      { name: "a", description: "", exports: { thing: one, Thing: two, batch: z.literal(1) } },
      { name: "a", description: "", exports: { thing: three, "a.Thing": z.literal(2), again, same: one } },
      { name: "a", description: "", exports: { thing: four, "odd name": z.literal(3), ErrorBody: z.literal(4) } },
    ],
  }).components;
  const types = Object.entries(schemas).map(([name, { type, const: only }]) => [name, only ?? type]);
  expect(Object.fromEntries(types)).toEqual({
    Thing: "string",
    "a.Thing": "number",
    Batch: 1,
    "a.Thing.2": "boolean",
    "A.Thing": 2,
    "a.Thing.3": "null",
    Odd_name: 3,
    "a.ErrorBody": 4,
    ErrorBody: "object",
    batch: "array",
    ending: "object",
    "again.connected": "object",
  });
});
