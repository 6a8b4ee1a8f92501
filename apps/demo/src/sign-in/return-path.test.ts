import { expect, test } from "vitest";
import { offersDemoAccounts } from "./demo-accounts.ts";
import { returnPath, signInPath } from "./return-path.ts";

test("someone sent to sign in comes back to the page they asked for", () => {
  for (const path of ["/", "/admin", "/orders/1?x=a&y=b#end"]) {
    const [, search = ""] = signInPath(path).split("?");
    expect(returnPath(search)).toBe(path);
  }
});

test.each(["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "admin", ""])(
  "a way back to %j leads home",
  (next) => {
    expect(returnPath(`next=${encodeURIComponent(next)}`)).toBe("/");
  },
);

test("demo accounts are offered everywhere but on a production build that is not on one's own machine", () => {
  expect(offersDemoAccounts("mocks", "demo.example")).toBe(true);
  expect(offersDemoAccounts("production", "localhost")).toBe(true);
  expect(offersDemoAccounts("production", "demo.example")).toBe(false);
});
