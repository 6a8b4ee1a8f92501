import { expect, it } from "vitest";
import { serve } from "../testing/serve.ts";
import { allowOrigin, createCors } from "./cors.ts";
import { createOrigins } from "./origins.ts";

const ALLOWED = "https://a.example.com";
const origins = createOrigins([ALLOWED]);

/** The headers of CORS that an answer has. */
function corsOf(headers: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => /^access-control-|^vary$/.test(name)));
}

const routed = async (more?: readonly string[]) => {
  const answerCors = createCors(origins, more);
  return serve((request, response) => (answerCors(request, response) ? undefined : "routed"));
};

it("S6.1, S6.3: an allowed page may read an answer with its cookies, and when to come again", async () => {
  const ask = await routed();
  const { text, headers } = await ask({ headers: { Origin: ALLOWED } });
  expect(text).toBe('"routed"');
  expect(corsOf(headers)).toEqual({
    "access-control-allow-origin": ALLOWED,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "Retry-After, X-Request-Id",
    vary: "Origin",
  });
});

it.each([{ Origin: "https://b.example.com" }, { Origin: "null" }, {}])(
  "S6.1: to %j nothing is said, and caches are told that it depends on the origin",
  async (headers) => {
    const ask = await routed();
    for (const method of ["GET", "OPTIONS"]) {
      const answer = await ask({ method, headers });
      expect(corsOf(answer.headers)).toEqual({ vary: "Origin" });
    }
  },
);

it("S6.2: a preflight is answered at once, with what an allowed page may send", async () => {
  const ask = await routed(["X-Tenant"]);
  const { status, text, headers } = await ask({ method: "OPTIONS", headers: { Origin: ALLOWED } });
  expect([status, text]).toEqual([204, ""]);
  expect(headers["access-control-allow-methods"]).toBe("GET, POST, PUT, PATCH, DELETE");
  expect(headers["access-control-max-age"]).toBe("600");
  const names = headers["access-control-allow-headers"]?.toLowerCase().split(", ") ?? [];
  expect(names).toEqual(
    expect.arrayContaining(
      "authorization content-type last-event-id cache-control idempotency-key x-tenant traceparent tracestate baggage sentry-trace".split(
        " ",
      ),
    ),
  );
  expect(names).not.toContain("*");
});

it("S6.1: Vary of the answer is added to, and not replaced", async () => {
  const ask = await serve((request, response) => {
    response.setHeader("Vary", "Accept-Encoding");
    return allowOrigin(origins, request, response);
  });
  const { text, headers } = await ask({ headers: { Origin: ALLOWED } });
  expect([text, headers.vary]).toEqual(["true", "Accept-Encoding, Origin"]);
  expect((await ask()).text).toBe("false");
});
