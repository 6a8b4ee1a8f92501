import { HubError } from "@tidings/hub";
import { expect, it } from "vitest";
import { Refusal } from "../refusal.ts";
import { errorAnswer, NOTHING_HERE } from "./error-answer.ts";

it("a refusal is answered in its own words, with the headers of its status", () => {
  const { status, headers, body, isFailure } = errorAnswer(new Refusal("unauthenticated", ["Sign in", "Or ask"]));
  expect([status, headers, isFailure]).toEqual([401, { "WWW-Authenticate": "Bearer" }, false]);
  expect(body).toEqual({ success: false, errors: ["Sign in", "Or ask"] });
});

it("a refusal's own headers come with those of its status, and win where they meet", () => {
  const headers = { "WWW-Authenticate": 'Bearer error="invalid_token"', "X-Why": "expired" };
  expect(errorAnswer(new Refusal("unauthenticated", ["Expired"], { headers, retryAfter: 5 })).headers).toEqual({
    ...headers,
    "Retry-After": "5",
  });
});

it("S11.1: what nobody foresaw is a failure, and its words reach nobody", () => {
  const answer = errorAnswer(new Error("password of ada"));
  expect([answer.status, answer.isFailure]).toEqual([500, true]);
  expect(JSON.stringify(answer.body)).not.toContain("ada");
});

it("an application's own foresight comes first", () => {
  const answer = errorAnswer(new Error("busy"), () => new Refusal("unavailable", ["Busy"], { retryAfter: 1 }));
  expect(answer).toMatchObject({ status: 503, headers: { "Retry-After": "1" }, isFailure: false });
});

it.each([
  ["a refusal with a cause", new Refusal("bad_gateway", ["No"], { cause: new Error("reset") }), 502, true],
  ["a limit", new Refusal("full", ["Full"]), 503, false],
  ["a body that is too large", new Refusal("too_large", ["Less"]), 413, false],
  ["a path that is no percent-encoding", new URIError("malformed"), 404, false],
  ["a hub that drains", new HubError("draining", "later"), 503, false],
  ["a hub that is closed", new HubError("closed", "later"), 503, false],
  ["another error of the hub", new HubError("invalid_options", "wrong"), 500, true],
])("%s", (_what, thrown, status, isFailure) => {
  expect(errorAnswer(thrown)).toMatchObject({ status, isFailure });
});

it("says what to do beside a few of them", () => {
  expect(errorAnswer(new URIError("malformed")).body.errors).toEqual([NOTHING_HERE]);
  expect(errorAnswer(new Refusal("too_large", ["Less"])).headers).toEqual({ Connection: "close" });
  expect(errorAnswer(new HubError("draining", "later")).headers).toEqual({ "Retry-After": "2" });
});
