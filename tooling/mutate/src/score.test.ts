import { expect, it } from "vitest";
import { addTo, describeScore, emptyTally } from "./score.ts";

it("the score is what was noticed of all that compiles; what no test reaches counts against it", () => {
  const verdicts = ["killed", "killed", "timeout", "survived", "no test reaches it", "does not compile"] as const;
  const line = describeScore("packages/hub", verdicts.reduce(addTo, emptyTally));
  expect(line).toMatch(/^packages\/hub +60\.0 % {2}2 killed, 1 timeout, 1 survived, 1 does not compile, 1 no test/);
  expect(describeScore("packages/hub", emptyTally)).toContain("nothing drawn");
});
