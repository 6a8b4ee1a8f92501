import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import express from "express";
import { expect, it } from "vitest";
import { answerProtocolErrors } from "./answer-protocol-errors.ts";
import { serveApp } from "./testing/serve-app.ts";

async function start() {
  const app = express();
  app.get("/stream", (_request, response) => void response.type("text/event-stream").write("data: a\n\n"));
  app.post("/echo", (request, response) => void request.pipe(response));
  app.use((_request, response) => void response.json({ fine: true }));
  return serveApp(app, answerProtocolErrors);
}

const large = `X-Large: ${"x".repeat(20_000)}`;

it.each([
  ["a line that is no request", "nonsense\r\n\r\n", "400 Bad Request", /not valid HTTP\/1.1; check its framing/],
  [
    "two lengths",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "400 Bad Request",
    /framing/,
  ],
  [
    "headers that are too large",
    `GET / HTTP/1.1\r\nHost: x\r\n${large}\r\n\r\n`,
    "431 Request Header Fields Too Large",
    /together are too large; send less/,
  ],
  [
    "chunk extensions that are too large",
    `POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;${"x".repeat(20_000)}\r\na\r\n0\r\n\r\n`,
    "413 Content Too Large",
    /chunk extensions are too large/,
  ],
  [
    "an unknown expectation",
    "GET / HTTP/1.1\r\nHost: x\r\nExpect: more\r\nConnection: close\r\n\r\n",
    "417 Expectation Failed",
    /leave it out/,
  ],
])("S11.2: %s is answered with the error body, and the connection ends", async (_what, bytes, status, words) => {
  const { sendBytes } = await start();
  const [head = "", body = ""] = (await sendBytes(bytes)).split("\r\n\r\n");
  expect(head.split("\r\n")[0]).toBe(`HTTP/1.1 ${status}`);
  expect(head).toContain("Content-Type: application/json; charset=utf-8");
  expect(head).toContain(`Content-Length: ${body.length}`);
  expect(head).toContain("X-Content-Type-Options: nosniff");
  expect(head).toContain("Cache-Control: no-store");
  expect(head).toMatch(/connection: close/i);
  expect(JSON.parse(body)).toEqual({ success: false, errors: [expect.stringMatching(words)] });
});

it("a request that never comes to its end is answered with 408", async () => {
  const { sendBytes } = await serveApp(express(), (server) => {
    answerProtocolErrors(server);
    // Node's own clock is not for a test to wait for: it looks every 30 s.
    const late = Object.assign(new Error("late"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
    server.on("connection", (socket) => void setImmediate(() => server.emit("clientError", late, socket)));
  });
  expect(await sendBytes("GET / HTTP/1.1\r\n")).toMatch(/^HTTP\/1.1 408 .*did not come to its end; try again/s);
});

it("what comes behind a request is refused after that one's answer, and does not cut it", async () => {
  const { sendBytes } = await start();
  const answer = await sendBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n");
  expect([...answer.matchAll(/HTTP\/1.1 (\d{3})/g)].map(([, code]) => code)).toEqual(["200", "400"]);
  expect(answer).toContain('{"fine":true}');
});

it("in the middle of an answer nothing is added to it: the connection is cut", async () => {
  const { url } = await start();
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  const [first] = await once(socket, "data");
  expect(String(first)).toContain("200 OK");
  socket.write("nonsense\r\n\r\n");
  expect(await text(socket)).not.toContain("HTTP/1.1");
});

it("100 Continue is said where the body is waited for, and not in front of another's answer", async () => {
  const { sendBytes } = await start();
  const post =
    "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
  expect(await sendBytes(post)).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK.*\{\}/s);
  const behind = await sendBytes(`GET / HTTP/1.1\r\nHost: x\r\n\r\n${post}`);
  expect(behind).not.toContain("100 Continue");
});
