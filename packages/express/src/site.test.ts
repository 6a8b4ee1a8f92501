import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Refusal } from "@tidings/admission";
import express, { type ErrorRequestHandler } from "express";
import { afterEach, beforeEach, expect, it } from "vitest";
import { site } from "./site.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tidings-site-"));
  writeFileSync(join(directory, "index.html"), "<!doctype html><title>the page</title>");
});
afterEach(() => rmSync(directory, { recursive: true }));

/** What a server that stands around the site is told of a request. */
async function ask(path: string, headers: Record<string, string>) {
  const told: Partial<Pick<Refusal, "code" | "status" | "lines">>[] = [];
  const app = express();
  app.use(site(directory, "not built"));
  app.use(((error: Refusal, _request, response, _next) => {
    told.push({ code: error.code, status: error.status, lines: error.lines });
    response.status(error.status ?? 500).end();
  }) satisfies ErrorRequestHandler);
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { Accept: "text/html", ...headers } });
    const cache = answer.headers.get("cache-control");
    return { status: answer.status, text: await answer.text(), cache, told };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it("answers what a browser opens with the page, and tells of nothing", async () => {
  expect(await ask("/orders/1", {})).toMatchObject({
    status: 200,
    text: expect.stringContaining("the page"),
    told: [],
  });
});

it("the page is asked for anew each time, and what is named by its content is kept for good", async () => {
  mkdirSync(join(directory, "assets"));
  writeFileSync(join(directory, "assets", "index-abc123.js"), "1");
  writeFileSync(join(directory, "robots.txt"), "x");
  for (const path of ["/", "/orders/1", "/index.html", "/robots.txt"]) {
    expect([path, (await ask(path, {})).cache]).toEqual([path, "no-cache"]);
  }
  const { text, cache } = await ask("/assets/index-abc123.js", { Accept: "*/*" });
  expect([text, cache]).toEqual(["1", "public, max-age=31536000, immutable"]);
});

it("a missing script is not answered with the page, but the page at / is anybody's", async () => {
  for (const Accept of ["*/*", "application/json", "text/css"]) {
    expect(await ask("/assets/gone.js", { Accept })).toMatchObject({ status: 404, told: [] });
    expect(await ask("/", { Accept })).toMatchObject({ status: 200, text: expect.stringContaining("the page") });
  }
});

it("a page that is not built says what to do", async () => {
  rmSync(join(directory, "index.html"));
  expect(await ask("/", {})).toMatchObject({ text: "not built", told: [] });
});

it.each([
  [{ "If-Match": '"another"' }, { code: "precondition_failed", status: 412 }, "without them"],
  [{ Range: "bytes=999-" }, { code: "range_not_satisfiable", status: 416 }, "without the header Range"],
])("what %j asks of a file that has it not is a refusal with a word to count by", async (headers, refusal, words) => {
  expect((await ask("/", headers)).told).toEqual([{ ...refusal, lines: [expect.stringContaining(words)] }]);
});

it("a path that cannot be read is nothing that is here; what is broken on the disk is a fault", async () => {
  expect((await ask("/%c0%af", {})).told).toEqual([
    { code: "not_found", status: 404, lines: ["There is nothing at this path and method"] },
  ]);
  rmSync(join(directory, "index.html"));
  mkdirSync(join(directory, "index.html"));
  expect((await ask("/orders/1", {})).told).toMatchObject([{ code: "EISDIR" }]);
});
