import { Refusal } from "@tidings/admission";
import { createOrigins } from "@tidings/admission/node";
import express from "express";
import { expect, it } from "vitest";
import { answerErrors, answerNotFound } from "./answer-errors.ts";
import { createStreamFront } from "./stream-front.ts";
import { serveApp } from "./testing/serve-app.ts";

const ALLOWED = { Origin: "https://a.example.com" };

async function start() {
  const app = express();
  const passed: string[] = [];
  const front = createStreamFront(app, createOrigins([ALLOWED.Origin]));
  app.use((request, _response, next) => {
    passed.push(request.url);
    next();
  });
  app.use(front.handOn);
  app.options("/{*path}", (_request, response) => void response.status(204).end());
  app.get("/page", (_request, response) => void response.end("a page"));
  app.use(answerNotFound, answerErrors({ onFailure() {} }));
  front.stream("/Orders/Stream", {
    takes: ({ query }) => query.kind === "one",
    open: async (_request, response) => void response.end("one"),
  });
  front.stream("/orders/stream", {
    takes: ({ query }) => query.kind !== "none",
    async open({ query, ip }, response) {
      if (query.full !== undefined) throw new Refusal("full", ["Full"], { retryAfter: 4 });
      response.end(`other ${ip}`);
    },
  });
  return { ...(await serveApp(front.listener)), passed, front };
}

it.each([
  ["/orders/stream?kind=one", "one"],
  ["/orders/stream", "other 127.0.0.1"],
  ["/ORDERS/stream/?kind=two", "other 127.0.0.1"],
  ["http://shop.example.com/orders/stream?kind=one", "one"],
])("%s is opened ahead of Express, by the route that takes it", async (path, text) => {
  const { ask, passed } = await start();
  const answer = await ask({ path, headers: ALLOWED });
  expect([answer.status, answer.text, passed]).toEqual([200, text, []]);
  expect(answer.headers["access-control-allow-origin"]).toBe(ALLOWED.Origin);
});

it("lists its paths, each once", async () => {
  expect((await start()).front.paths()).toEqual(["/orders/stream"]);
});

it.each([
  [{ path: "/orders/stream?kind=none" }, 404, "nothing at this path"],
  [{ path: "/orders/stream?full" }, 503, "Full"],
  [{ path: "/orders/stream", method: "POST" }, 405, "opened with GET"],
] as const)("a refusal goes Express's way, and allowed pages may read it: %j", async (asked, status, words) => {
  const { ask, passed } = await start();
  const answer = await ask({ ...asked, headers: ALLOWED });
  expect([answer.status, answer.text, passed]).toEqual([status, expect.stringContaining(words), [asked.path]]);
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.headers["access-control-allow-origin"]).toBe(ALLOWED.Origin);
  expect(answer.headers.allow).toBe(status === 405 ? "GET, HEAD" : undefined);
  expect(answer.headers["retry-after"]).toBe(status === 503 ? "4" : undefined);
});

it("a request that names no host is refused at a stream too", async () => {
  const { sendBytes } = await start();
  const answer = await sendBytes("GET /orders/stream HTTP/1.1\r\nConnection: close\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1.1 400 .*Host is missing/s);
});

it.each([
  [{ path: "/page?x=/orders/stream" }, 200],
  [{ path: "/orders" }, 404],
  [{ path: "/orders/stream", method: "OPTIONS" }, 204],
])("all else is Express's: %j", async (asked, status) => {
  const { ask, passed } = await start();
  expect((await ask(asked)).status).toBe(status);
  expect(passed).toEqual([asked.path]);
});

it.each([
  ["/tasks/stream", {}],
  ["/tasks/stream?", {}],
  ["/tasks/stream?a=1&a=2&b=%20", { a: ["1", "2"], b: " " }],
  ["/tasks/stream?a=?", { a: "?" }],
])("a route is given the query of %s", async (path, query) => {
  const { ask, front } = await start();
  let given: unknown;
  front.stream("/tasks/stream", {
    takes: () => true,
    async open(request, response) {
      given = { ...request.query };
      response.end();
    },
  });
  await ask({ path, headers: ALLOWED });
  expect(given).toEqual(query);
});
