import { sampleUsers } from "@tidings/contracts/auth";
import { expect, it } from "vitest";
import { queryOf, refusalFor, tokenOf } from "./identity.ts";

const { ada, admin } = sampleUsers;
const request = (headers: Record<string, string> = {}, query = "?token=query") =>
  new Request(`http://localhost/api${query}`, { headers });

it("the token is looked for as the server does: cookie, then bearer, then query", () => {
  const bearer = { Authorization: "bearer header" };
  expect(tokenOf(request(bearer), { jwt: "cookie" })).toBe("cookie");
  expect(tokenOf(request(bearer), {})).toBe("header");
  expect(tokenOf(request({ Authorization: "Basic header" }), {})).toBe("query");
  expect(tokenOf(request(), {})).toBe("query");
  expect(tokenOf(request({}, ""), {})).toBeUndefined();
});

it("queries tell requests to one address apart", () => {
  expect(queryOf(request({}, "?a=1&b=x%20y"))).toEqual({ a: "1", b: "x y" });
  expect(queryOf(request({}, ""))).toEqual({});
});

it.each([
  ["anyone", undefined, undefined],
  ["user", undefined, 401],
  ["user", ada, undefined],
  ["admin", undefined, 401],
  ["admin", ada, 403],
  ["admin", admin, undefined],
  ["user", admin, undefined],
] as const)("S3: what is for %s is answered to %o with %s", (access, user, refusal) => {
  expect(refusalFor(access, user)).toBe(refusal);
});
