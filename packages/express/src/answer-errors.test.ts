import { Refusal } from "@tidings/admission";
import express from "express";
import { expect, it, vi } from "vitest";
import { answerErrors, answerNotFound } from "./answer-errors.ts";
import { serveApp } from "./testing/serve-app.ts";

it("a refusal is answered with its headers and lines and is no failure; a path that no route took is 404", async () => {
  const onFailure = vi.fn();
  const app = express();
  app.get("/full", () => {
    throw new Refusal("full", ["Full", "Come again"], { retryAfter: 3 });
  });
  app.use(answerNotFound, answerErrors({ onFailure }));
  const { ask } = await serveApp(app);
  const full = await ask({ path: "/full" });
  expect([full.status, full.headers["retry-after"], JSON.parse(full.text)]).toEqual([
    503,
    "3",
    { success: false, errors: ["Full", "Come again"] },
  ]);
  expect((await ask({ path: "/nothing" })).status).toBe(404);
  expect((await ask({ path: "/%" })).status).toBe(404);
  expect(onFailure).not.toHaveBeenCalled();
});

it("S11: what the application foresees is in its words; what nobody did is told of, with its request", async () => {
  const onFailure = vi.fn();
  const app = express();
  const busy = new Error("busy");
  const broken = new Error("broken");
  app.get("/busy", () => Promise.reject(busy));
  app.get("/broken", () => Promise.reject(broken));
  const foresee = (thrown: unknown) => (thrown === busy ? new Refusal("unavailable", ["Busy"]) : undefined);
  app.use(answerErrors({ onFailure, foresee }));
  const { ask } = await serveApp(app);
  expect((await ask({ path: "/busy" })).status).toBe(503);
  expect(onFailure).not.toHaveBeenCalled();
  expect((await ask({ path: "/broken" })).status).toBe(500);
  expect(onFailure).toHaveBeenCalledExactlyOnceWith(
    broken,
    expect.objectContaining({ path: "/broken" }),
    expect.objectContaining({ statusCode: 500 }),
  );
});

it("an answer that has begun is cut, and not continued with an error", async () => {
  const app = express();
  app.get("/", (_request, response) => {
    response.write("half");
    throw new Refusal("full", ["Full"]);
  });
  app.use(answerErrors({ onFailure() {} }));
  const { sendBytes } = await serveApp(app);
  const answer = await sendBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  expect(answer).not.toContain("Full");
  expect(answer).not.toMatch(/\r\n0\r\n\r\n$/);
});
