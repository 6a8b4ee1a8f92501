import { expect, it } from "vitest";
import { runTests } from "./run-tests.ts";

it("a process that ends without an answer is told by its own words", async () => {
  const order = { mutant: undefined, tests: ["/nowhere/no.test.ts"] };
  await expect(runTests(order, 60_000)).rejects.toThrow("vitest knows only some of /nowhere/no.test.ts");
});
