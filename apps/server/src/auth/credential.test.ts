import type { Request } from "express";
import { expect, it } from "vitest";
import { findCredential } from "./credential.ts";

function request(parts: { cookie?: string; authorization?: string; query?: Request["query"] }): Request {
  const headers = { cookie: parts.cookie, authorization: parts.authorization };
  const fake = { headers, query: parts.query ?? {}, get: (name: string) => headers[name.toLowerCase() as "cookie"] };
  return fake as unknown as Request;
}

const cookie = "theme=dark; jwt=C";
const authorization = "Bearer B";
const query = { token: "Q" };

it.each([
  [
    { cookie, authorization, query },
    { token: "C", via: "cookie" },
  ],
  [
    { authorization, query },
    { token: "B", via: "bearer" },
  ],
  [{ query }, { token: "Q", via: "query" }],
  [{}, undefined],
])("S1.1: cookie, then bearer, then query: the first found decides (%j)", (parts, found) => {
  expect(findCredential(request(parts))).toEqual(found);
});

it.each([
  [{ cookie: "jwt=", authorization }, "bearer"],
  [{ cookie: "notjwt=x", query }, "query"],
  [{ authorization: "Basic YTpi", query }, "query"],
  [{ authorization: "Bearer ", query }, "query"],
])("S1.1: an empty or other kind of credential counts as absent (%j)", (parts, via) => {
  expect(findCredential(request(parts))?.via).toBe(via);
});

it("the scheme's case does not matter (RFC 9110 11.1)", () => {
  expect(findCredential(request({ authorization: "bearer  B " }))?.token).toBe("B");
});

it("a query token given twice is none of the two", () => {
  expect(findCredential(request({ query: { token: ["Q", "R"] } }))?.token).toBe("Q,R");
});
