import { expect, it } from "vitest";
import { toJSONSchema } from "zod/v4/core";
import { ending } from "./control/ending.ts";
import type { Schema } from "./definition/event.ts";
import { endpoints, streams } from "./domains.ts";
import { dataChange, jobCompletion } from "./notifications/index.ts";

/** The closed sets of words in a JSON schema, each after the name of its field: `status: sent, delivered, read`. */
function closedSets(field: string, part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  const own = "enum" in part && Array.isArray(part.enum) ? [`${field}: ${part.enum.join(", ")}`] : [];
  const inner = Object.entries(part).flatMap(([key, value]) => {
    // The name of a list's items, of a union's options and of nullable values is the name of their field.
    const isField = !/^(items|anyOf|allOf|properties|additionalProperties|\d+)$/.test(key);
    return closedSets(isField ? key : field, value);
  });
  return [...own, ...inner];
}

const schemas: Schema[] = [
  ...endpoints.flatMap(({ endpoint: { query, body, data } }) => [
    query,
    ...(body ? [body] : []),
    ...(data ? [data] : []),
  ]),
  ...streams.flatMap(({ query, greeting, events }) => [
    query,
    greeting.event.schema,
    ...Object.values(events).map(({ schema }) => schema),
  ]),
  ...[ending, jobCompletion, dataChange],
];

it("clients rely on each word of each closed set: more may be added, none is renamed", () => {
  const sets = schemas.flatMap((schema) =>
    closedSets("", toJSONSchema(schema, { io: "input", unrepresentable: "any" })),
  );
  expect([...new Set(sets)].sort()).toEqual([
    "activity: online, offline, typing, idle",
    "changeType: created, updated, deleted",
    "counts: true, false",
    "level: info, warning, error",
    "order_status: Order Received, Preparing, Out for Delivery, Delivered, Cancelled",
    "previousStatus: pending, approved, ready, collected, cancelled",
    "reason: drained, expired, revoked, paused",
    "result: success, error",
    "resume: none, complete, gap",
    "role: user, admin",
    "scope: own, all",
    "severity: info, warning, critical",
    "severity: info, warning, error, critical",
    "status: PENDING, CONFIRMED, OUT_FOR_DELIVERY, DELIVERED, CANCELLED",
    "status: pending, approved, ready, collected, cancelled",
    "status: sent, delivered, read",
    "type: broadcast, user, system, update, progress, success, error",
    "visibility: everyone, owner",
  ]);
});
