import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readCorpus } from "../corpus.ts";
import { parsingCase } from "./parsing-case.ts";
import { runParsingCase } from "./run-parsing-case.ts";

const { cases } = readCorpus(fileURLToPath(new URL("../../data/parsing.json", import.meta.url)));

describe("W7, W8, W9: the parsing corpus, cut in every way", () => {
  it.each(cases.map((one) => parsingCase.parse(one)))("$name: $why", (one) => {
    expect(runParsingCase(one).failures).toEqual([]);
  });
});

it("says which chunking failed", () => {
  const one = parsingCase.parse({ name: "wrong", chunks: ["data: a\n\n"], expect: { events: [], lastEventId: "" } });
  expect(runParsingCase(one).failures).toEqual([
    { what: "events (as given)", expected: [], got: [{ type: "message", data: "a", lastEventId: "" }] },
  ]);
});
