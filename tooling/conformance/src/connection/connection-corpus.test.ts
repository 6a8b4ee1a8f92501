import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readCorpus } from "../corpus.ts";
import { runCorpus } from "../run-corpus.ts";

const corpus = readCorpus(fileURLToPath(new URL("../../data/connection.json", import.meta.url)));

it("C3, C4, C13: a strict client passes the connection corpus", async () => {
  const verdicts = await runCorpus(corpus);
  expect(verdicts).toHaveLength(corpus.cases.length);
  expect(verdicts.filter(({ failures }) => failures.length > 0)).toEqual([]);
});
