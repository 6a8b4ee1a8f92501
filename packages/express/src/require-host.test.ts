import express from "express";
import { expect, it } from "vitest";
import { answerErrors } from "./answer-errors.ts";
import { requireHost } from "./require-host.ts";
import { serveApp } from "./testing/serve-app.ts";

it.each([
  ["Host: example.com", "200 OK"],
  ["Host: a\r\nHost: b", "400 Bad Request"],
  ["Host: a/b", "400 Bad Request"],
  ["X-Host: a", "400 Bad Request"],
  ["Host: a\r\nAuthorization: x\r\nAuthorization: y", "400 Bad Request"],
])("S1.4: a request with %j is %s", async (headers, status) => {
  const app = express();
  app.use(requireHost, (_request, response) => void response.end("on"));
  app.use(answerErrors({ onFailure() {} }));
  const { sendBytes } = await serveApp(app);
  expect(await sendBytes(`GET / HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`)).toContain(`HTTP/1.1 ${status}`);
});
