import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
  const told: Pick<Refusal, "code" | "status">[] = [];
  const app = express();
  app.use(site(directory, "not built"));
  app.use(((error: Refusal, _request, response, _next) => {
    told.push({ code: error.code, status: error.status });
    response.status(error.status).end();
  }) satisfies ErrorRequestHandler);
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { Accept: "text/html", ...headers } });
    return { status: answer.status, text: await answer.text(), told };
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

it("a page that is not built says what to do", async () => {
  rmSync(join(directory, "index.html"));
  expect(await ask("/", {})).toMatchObject({ text: "not built", told: [] });
});

it.each([
  [{ "If-Match": '"another"' }, { code: "precondition_failed", status: 412 }],
  [{ Range: "bytes=999-" }, { code: "range_not_satisfiable", status: 416 }],
])("what %j asks of a file that has it not is a refusal with a word to count by", async (headers, refusal) => {
  expect((await ask("/", headers)).told).toEqual([refusal]);
});
