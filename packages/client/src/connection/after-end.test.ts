import { expect, it } from "vitest";
import type { TransportEnd } from "../transport/transport.ts";
import { afterEnd } from "./after-end.ts";

const status = (code: number, retryAfterMs?: number): TransportEnd => ({
  kind: "status",
  request: "GET /orders",
  status: code,
  errors: [],
  retryAfterMs,
});
const wrongType: TransportEnd = { kind: "wrong_type", request: "GET /orders", contentType: "text/html" };

it.each<[string, TransportEnd, string, string]>([
  ["an end", { kind: "ended" }, "retry", "retry"],
  ["a broken network", { kind: "network", cause: undefined }, "retry", "retry"],
  ["a silent refusal", { kind: "refused" }, "retry", "close"],
  ["an event too long", { kind: "too_long", cause: undefined }, "close", "close"],
  ["another type", wrongType, "close", "close"],
  ["204", status(204), "close", "close"],
  ["401", status(401), "refresh", "close"],
  ["403", status(403), "close", "close"],
  ["404", status(404), "close", "close"],
  ["429", status(429), "retry", "close"],
  ["499", status(499), "close", "close"],
  ["500", status(500), "retry", "close"],
  ["503", status(503), "retry", "close"],
])("C3.2, C4.1: after %s", (_, end, lenient, strict) => {
  expect(afterEnd(end, { strict: false, refreshed: false }).kind).toBe(lenient);
  expect(afterEnd(end, { strict: true, refreshed: false }).kind).toBe(strict);
});

it("C5.1: a 401 right after a refresh closes", () => {
  expect(afterEnd(status(401), { strict: false, refreshed: true })).toEqual({ kind: "close" });
});

it("C6.1: a retry takes over what Retry-After said", () => {
  const context = { strict: false, refreshed: false };
  expect(afterEnd(status(503, 7_000), context)).toEqual({ kind: "retry", retryAfterMs: 7_000 });
});
