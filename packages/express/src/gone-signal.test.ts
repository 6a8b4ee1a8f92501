import { once } from "node:events";
import express from "express";
import { expect, it } from "vitest";
import { goneSignal } from "./gone-signal.ts";
import { serveApp } from "./testing/serve-app.ts";

it("is aborted once the answer is through, or its connection is cut; at once where that was before", async () => {
  const signals: AbortSignal[] = [];
  const closed = Promise.withResolvers<void>();
  const app = express();
  app.get("/answered", (_request, response) => {
    const signal = goneSignal(response);
    signals.push(signal);
    expect(signal.aborted).toBe(false);
    response.end("x");
  });
  app.get("/cut", async (request, response) => {
    const signal = goneSignal(response);
    const aborted = once(signal, "abort");
    request.socket.destroy();
    await aborted;
    signals.push(signal, goneSignal(response));
    closed.resolve();
  });
  const { ask } = await serveApp(app);
  await ask({ path: "/answered" });
  await expect(ask({ path: "/cut" })).rejects.toThrow();
  await closed.promise;
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
});
