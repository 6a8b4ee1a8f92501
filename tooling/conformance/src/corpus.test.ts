import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readCorpus } from "./corpus.ts";

const directory = mkdtempSync(join(tmpdir(), "tidings-conformance-"));
afterAll(() => rmSync(directory, { recursive: true }));

function file(content: unknown): string {
  const path = join(directory, "cases.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

it("tells the two formats apart by what their cases hold", () => {
  expect(readCorpus(file({ cases: [{ chunks: [] }] }))).toMatchObject({ kind: "parsing", manual: 0 });
  expect(readCorpus(file({ cases: [{ server: {} }], manual: [{}, {}] }))).toMatchObject({
    kind: "connection",
    manual: 2,
  });
});

it.each(["{", ""])("a file that is not JSON (%j) is unreadable", (content) => {
  expect(() => readCorpus(file(content))).toThrow(expect.objectContaining({ code: "unreadable_file" }));
});

it("a file that is not there is unreadable", () => {
  expect(() => readCorpus(join(directory, "nothing.json"))).toThrow(
    expect.objectContaining({ code: "unreadable_file", message: expect.stringContaining("ENOENT") }),
  );
});

it.each([
  [],
  {},
  { cases: [] },
  { cases: ["text"] },
  { cases: [{ name: "x" }] },
  { cases: [{ chunks: [] }, { server: {} }] },
])("%j is of no known format", (content) => {
  expect(() => readCorpus(file(content))).toThrow(expect.objectContaining({ code: "unknown_format" }));
});
