import { expect, it } from "vitest";
import { bearerOf } from "./bearer.ts";
import { createKeyCheck } from "./key-check.ts";

const asking = (authorization?: string) => ({ headers: authorization === undefined ? {} : { authorization } });

it.each([
  ["Bearer abc", "abc"],
  ["bearer   abc  ", "abc"],
  ["Bearer a b", "a b"],
  ["Bearer ", undefined],
  ["Basic abc", undefined],
  [undefined, undefined],
])("S1.4: of %j the token is %j", (header, token) => {
  expect(bearerOf(asking(header))).toBe(token);
});

it("S15: one of several keys opens, and nothing like it; without keys nothing does", () => {
  const check = createKeyCheck(["first key", "second key"], "Send a key");
  for (const key of ["first key", "second key"]) expect(() => check(asking(`Bearer ${key}`))).not.toThrow();
  const refused = expect.objectContaining({ code: "unauthenticated", status: 401, lines: ["Send a key"] });
  for (const header of ["Bearer first", "Bearer first key!", "Bearer FIRST KEY", "first key", "Bearer ", undefined]) {
    expect(() => check(asking(header))).toThrow(refused);
  }
  const empty = createKeyCheck([""], "Send a key");
  for (const header of ["Bearer ", undefined]) expect(() => empty(asking(header))).toThrow(refused);
  const closed = createKeyCheck([], "Send a key");
  for (const header of ["Bearer ", "Bearer undefined", undefined])
    expect(() => closed(asking(header))).toThrow(refused);
});
