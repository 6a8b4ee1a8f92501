import { createReadiness } from "@tidings/admission/http";
import express from "express";
import { expect, it, onTestFinished } from "vitest";
import { answerErrors } from "./answer-errors.ts";
import { health, ready } from "./health.ts";
import { noStore } from "./no-store.ts";
import { serveApp } from "./testing/serve-app.ts";

it("S19: health is the process's, and 503 with the cause for the log where its check throws", async () => {
  const failures: unknown[] = [];
  const state = { broken: false };
  const app = express();
  app.get("/alive", health());
  app.get(
    "/checked",
    health(async () => {
      if (state.broken) throw new Error("SQLITE_IOERR");
    }),
  );
  app.use(answerErrors({ onFailure: (error) => failures.push(error) }));
  const { ask } = await serveApp(app);
  for (const path of ["/alive", "/checked"]) {
    const { status, headers, text } = await ask({ path });
    expect([status, headers["cache-control"], JSON.parse(text)]).toEqual([
      200,
      "no-store",
      { success: true, data: { status: "ok" } },
    ]);
  }
  state.broken = true;
  const broken = await ask({ path: "/checked" });
  expect([broken.status, broken.headers["retry-after"], broken.text]).toEqual([
    503,
    "5",
    expect.not.stringContaining("SQLITE"),
  ]);
  expect(failures).toEqual([expect.objectContaining({ cause: expect.objectContaining({ message: "SQLITE_IOERR" }) })]);
});

it("S19: readiness is 503 with the reason of a fault and while the server drains", async () => {
  const state: { reason: string | undefined } = { reason: undefined };
  const check = () => (state.reason === undefined ? undefined : { reason: state.reason });
  const readiness = createReadiness({ checks: [check], onChange() {}, intervalMs: Number.POSITIVE_INFINITY });
  onTestFinished(() => readiness.close());
  const app = express();
  app.get("/readyz", ready(readiness));
  app.use(answerErrors({ onFailure() {} }));
  const { ask } = await serveApp(app);
  const fine = await ask({ path: "/readyz" });
  expect([fine.status, fine.headers["cache-control"], JSON.parse(fine.text).data]).toEqual([
    200,
    "no-store",
    { status: "ready" },
  ]);
  state.reason = "The relay lags";
  expect(await ask({ path: "/readyz" })).toMatchObject({
    status: 503,
    text: expect.stringContaining("The relay lags"),
  });
  state.reason = undefined;
  readiness.drain();
  expect(await ask({ path: "/readyz" })).toMatchObject({ status: 503, text: expect.stringContaining("going down") });
});

it("noStore keeps an answer out of caches", async () => {
  const app = express();
  app.use(noStore, (_request, response) => void response.end("x"));
  const { ask } = await serveApp(app);
  expect(await ask()).toMatchObject({ text: "x", headers: { "cache-control": "no-store" } });
});
