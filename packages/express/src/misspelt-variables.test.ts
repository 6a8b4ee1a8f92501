import { expect, it } from "vitest";
import { misspeltVariables } from "./misspelt-variables.ts";

const known = ["HOST", "PORT", "JWT_SECRET", "JWT_ISSUER"];

it.each([
  ["JWT_SECERT", "JWT_SECRET"],
  ["jwt_secret", "JWT_SECRET"],
  ["JWT_ISSUE", "JWT_ISSUER"],
  ["PORTS", "PORT"],
  ["HOST_", "HOST"],
])("%s is nearly %s, and is told of", (name, nearest) => {
  expect(misspeltVariables({ [name]: "x" }, known)).toEqual([
    `${name} is not read by this server; did you mean ${nearest}?`,
  ]);
});

it.each(["HOST", "JWT_SECRET", "HOME", "PATH", "SPORTS", "DATABASE_URL", ""])("of %j nothing is said", (name) => {
  expect(misspeltVariables({ [name]: "x" }, known)).toEqual([]);
});

it("each has a line of its own", () => {
  expect(misspeltVariables({ PROT: "1", PORTT: "1", HOSTT: "x" }, ["PORT", "HOST"])).toHaveLength(2);
});
