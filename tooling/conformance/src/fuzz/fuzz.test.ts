import { expect, it } from "vitest";
import { forgedFields } from "./forged-fields.ts";
import { type FuzzCase, runFuzzCase } from "./fuzz-case.ts";
import { fuzzedRequests } from "./requests/fuzzed-requests.ts";
import { roundTrip } from "./round-trip.ts";

// A taste of what `pnpm conformance --fuzz` does at length.
it.each([
  { ...roundTrip, runs: 5_000 },
  { ...forgedFields, runs: 2_000 },
  { ...fuzzedRequests, runs: 1_500 },
])("$name", async ({ runs, ...one }) => {
  expect((await runFuzzCase(one, { runs, seed: 1 })).failures).toEqual([]);
});

it("a failure says what, and how to see it again", async () => {
  const failing: FuzzCase = {
    name: "always",
    run: () => {
      throw new Error("it does not hold");
    },
  };
  const { name, failures } = await runFuzzCase(failing, { runs: 3, seed: 7 });
  expect(name).toBe("always (3 runs, seed 7)");
  expect(failures).toEqual([expect.objectContaining({ what: "it does not hold" })]);
});
