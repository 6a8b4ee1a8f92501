import express from "express";
import helmet from "helmet";
import { expect, it } from "vitest";
import { securityHeaders } from "./security-headers.ts";
import { serveApp } from "./testing/serve-app.ts";

it.each([
  [false, undefined],
  [true, "max-age=15552000"],
])(
  "nothing inline, nothing framed; in production (%s) HTTPS is remembered, for this host alone",
  async (production, hsts) => {
    const app = express();
    app.use(helmet(securityHeaders(production)), (_request, response) => void response.end());
    const { headers } = await (await serveApp(app)).ask();
    expect(headers["content-security-policy"]).toBe(
      "default-src 'self';img-src 'self' data:;object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
    );
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["strict-transport-security"]).toBe(hsts);
  },
);
