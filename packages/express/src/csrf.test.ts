import { createOrigins } from "@tidings/admission/node";
import express from "express";
import { expect, it } from "vitest";
import { answerErrors } from "./answer-errors.ts";
import { refuseForeignWrites } from "./csrf.ts";
import { serveApp } from "./testing/serve-app.ts";

const origins = createOrigins(["https://a.example.com"]);

async function start(usesCookie?: (request: express.Request) => boolean) {
  const app = express();
  app.set("trust proxy", 1);
  app.use(refuseForeignWrites(origins, usesCookie), (_request, response) => void response.json("done"));
  app.use(answerErrors({ onFailure() {} }));
  return serveApp(app);
}

it.each([
  ["of another site", { Origin: "https://evil.example" }, 403],
  ["of a sandboxed frame", { Origin: "null" }, 403],
  ["of another site that hides its origin", { "Sec-Fetch-Site": "cross-site" }, 403],
  ["of a sister site that hides its origin", { "Sec-Fetch-Site": "same-site" }, 403],
  ["of this server", { Host: "shop.example.com", Origin: "https://shop.example.com" }, 200],
  [
    "of this server behind a proxy",
    { "X-Forwarded-Host": "shop.example.com", Origin: "https://shop.example.com" },
    200,
  ],
  ["of this server as the browser says", { Origin: "https://x.example", "Sec-Fetch-Site": "same-origin" }, 200],
  ["of an allowed site", { Origin: "https://a.example.com", "Sec-Fetch-Site": "cross-site" }, 200],
  ["that the user typed", { "Sec-Fetch-Site": "none" }, 200],
  ["of no page at all", {}, 200],
] as const)("S5.2: a write %s: %j", async (_what, headers, status) => {
  const { ask } = await start();
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const answer = await ask({ method, headers });
    expect([method, answer.status]).toEqual([method, status]);
    if (status === 403) {
      expect(JSON.parse(answer.text)).toEqual({ success: false, errors: ["Not authorized for this resource"] });
    }
  }
});

it.each(["GET", "HEAD", "OPTIONS"])("S5.2: %s is no write", async (method) => {
  const { ask } = await start();
  expect((await ask({ method, headers: { Origin: "https://evil.example" } })).status).toBe(200);
});

it("S5.2: a write that no cookie authenticates is nobody else's to make", async () => {
  const { ask } = await start((request) => request.get("Cookie") !== undefined);
  const foreign = { Origin: "https://evil.example" };
  expect((await ask({ method: "POST", headers: foreign })).status).toBe(200);
  expect((await ask({ method: "POST", headers: { ...foreign, Cookie: "jwt=x" } })).status).toBe(403);
});
