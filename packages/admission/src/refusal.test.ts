import { expect, it } from "vitest";
import { Refusal } from "./refusal.ts";

it.each([
  ["bad_request", 400],
  ["unauthenticated", 401],
  ["forbidden", 403],
  ["not_found", 404],
  ["method_not_allowed", 405],
  ["conflict", 409],
  ["precondition_failed", 412],
  ["too_large", 413],
  ["unsupported_type", 415],
  ["range_not_satisfiable", 416],
  ["unprocessable", 422],
  ["too_many_requests", 429],
  ["too_many_connections", 429],
  ["too_many_from_address", 429],
  ["client_gone", 499],
  ["bad_gateway", 502],
  ["refused_upstream", 502],
  ["full", 503],
  ["unavailable", 503],
] as const)("S11: %s is answered with %i, unless it says another", (code, status) => {
  expect(new Refusal(code, ["No"])).toMatchObject({ name: "Refusal", code, status, lines: ["No"], headers: {} });
  expect(new Refusal(code, [], { status: 418 }).status).toBe(418);
});

it("a refusal has its lines as its message, and what it was given", () => {
  const cause = new Error("disk full");
  const refusal = new Refusal("full", ["Full", "Come again"], { retryAfter: 7, headers: { "X-A": "1" }, cause });
  expect(refusal).toMatchObject({ message: "Full; Come again", retryAfter: 7, headers: { "X-A": "1" }, cause });
  expect(new Refusal("full", ["Full"])).not.toHaveProperty("cause");
});
