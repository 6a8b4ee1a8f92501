import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "tidings-conformance-"));
afterAll(() => rmSync(directory, { recursive: true }));

const stream = {
  status: 200,
  headers: { "content-type": "text/event-stream" },
  body: ["data: a\n\n", { waitMs: 60_000 }],
};
const right = { name: "right", chunks: ["data: a\n\n"], expect: { events: [{ data: "a" }], retry: null } };
const event = { type: "message", data: "a", lastEventId: "" };

function file(name: string, content: unknown): string {
  writeFileSync(join(directory, name), JSON.stringify(content));
  return name;
}

function run(...files: string[]): Promise<{ code: number; lines: string[]; complaint: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, INIT_CWD: directory };
    execFile(process.execPath, [main, ...files], { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), lines: stdout.trimEnd().split("\n"), complaint: stderr });
    });
  });
}

it("runs files of both formats and ends with the count", async () => {
  const connection = {
    name: "open",
    server: { "/": [stream] },
    observeMs: 500,
    expect: { requests: [{}], events: [event], opens: 1, errors: 0, states: ["open:1"], finalState: "OPEN" },
  };
  const { code, lines, complaint } = await run(
    file("parsing.json", { cases: [right] }),
    file("connection.json", { cases: [connection] }),
  );
  expect({ code, last: lines.at(-1), complaint }).toEqual({ code: 0, last: "2 passed, 0 failed", complaint: "" });
});

it("prints what failed with what was expected and got, and exits with 1", async () => {
  const wrong = { ...right, name: "wrong", expect: { events: [{ data: "b" }] } };
  const malformed = { name: "malformed", chunks: 7 };
  const { code, lines } = await run(file("mixed.json", { cases: [right, wrong, malformed] }));
  expect(code).toBe(1);
  expect(lines.at(-1)).toBe("1 passed, 2 failed");
  const text = lines.join("\n");
  expect(text).toContain("FAIL");
  expect(text).toMatch(/wrong\n {2}events \(as given\)\n {4}expected .*'b'.*\n {4}got {6}.*'a'/);
  expect(text).toMatch(/malformed\n {2}the case is malformed/);
});

it("exits with 2 and one line for a file that it cannot read or does not know, and runs none", async () => {
  const good = file("parsing.json", { cases: [right] });
  for (const bad of ["missing.json", file("other.json", { cases: [{ name: "x" }] })]) {
    const { code, lines, complaint } = await run(good, bad);
    expect({ code, lines }).toEqual({ code: 2, lines: [""] });
    expect(complaint.trimEnd().split("\n")).toEqual([expect.stringContaining(bad)]);
  }
});

it.each([
  ["--nonsense", /nonsense/],
  ["--fuzz=yes", /fuzz/],
])("exits with 2 for the argument %s and says how it is used", async (argument, words) => {
  const { code, complaint } = await run(argument);
  expect(code).toBe(2);
  expect(complaint).toMatch(words);
  expect(complaint).toContain("usage: pnpm conformance");
});
