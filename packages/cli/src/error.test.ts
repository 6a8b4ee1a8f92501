import { expect, it } from "vitest";
import { CliError, codeOf, messageOf } from "./error.ts";

it("an error has its code and what it comes from, if it comes from anything", () => {
  const cause = new Error("no file");
  expect(new CliError("not_found", "none", cause)).toMatchObject({ name: "CliError", code: "not_found", cause });
  expect(new CliError("not_found", "none")).not.toHaveProperty("cause");
});

it("whatever was thrown has words, and a code if it is one of Node's errors", () => {
  expect([messageOf(new Error("no file")), messageOf("a text"), messageOf(undefined)]).toEqual([
    "no file",
    "a text",
    "undefined",
  ]);
  expect(codeOf(Object.assign(new Error(), { code: "ENOENT" }))).toBe("ENOENT");
  for (const other of [new Error("x"), { code: "ENOENT" }, undefined, "ENOENT"]) expect(codeOf(other)).toBeUndefined();
});
