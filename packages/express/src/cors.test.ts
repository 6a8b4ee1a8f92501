import { createOrigins } from "@tidings/admission/node";
import express from "express";
import { expect, it } from "vitest";
import { cors } from "./cors.ts";
import { serveApp } from "./testing/serve-app.ts";

const start = (moreHeaders?: readonly string[]) => {
  const app = express();
  app.use(
    cors(createOrigins(["https://a.example.com"]), moreHeaders),
    (_request, response) => void response.json("on"),
  );
  return serveApp(app);
};

it("S6.1: an allowed page is named, any other is not, and both depend on the origin", async () => {
  const { ask } = await start();
  const allowed = await ask({ headers: { Origin: "https://a.example.com" } });
  expect(allowed.text).toBe('"on"');
  expect(allowed.headers).toMatchObject({
    "access-control-allow-origin": "https://a.example.com",
    "access-control-allow-credentials": "true",
    vary: "Origin",
  });
  for (const headers of [{ Origin: "https://b.example.com" }, {}]) {
    const other = await ask({ headers });
    expect([other.text, other.headers.vary]).toEqual(['"on"', "Origin"]);
    expect(other.headers).not.toHaveProperty("access-control-allow-origin");
  }
});

it("S6.2: a preflight is answered here, with the headers that were added", async () => {
  const { ask } = await start(["X-Tenant"]);
  const allowed = await ask({ method: "OPTIONS", headers: { Origin: "https://a.example.com" } });
  expect([allowed.status, allowed.text]).toEqual([204, ""]);
  expect(allowed.headers["access-control-allow-headers"]).toMatch(/Last-Event-ID.*X-Tenant/);
  const foreign = await ask({ method: "OPTIONS", headers: { Origin: "https://b.example.com" } });
  expect(foreign.status).toBe(204);
  expect(foreign.headers).not.toHaveProperty("access-control-allow-headers");
});
