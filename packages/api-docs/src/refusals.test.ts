import { defineEndpoint } from "@tidings/contracts";
import { expect, it } from "vitest";
import * as z from "zod";
import { createOpenApi } from "./openapi.ts";
import { library } from "./testing/library-contract.ts";

const parts = [{ name: "library", description: "Loans", exports: library }];
const info = { title: "Library", version: "1.0.0" };

const body = (words: string) => ({
  "application/json": {
    schema: { $ref: "#/components/schemas/ErrorBody" },
    example: { success: false, errors: [words] },
  },
});
const refusal = (description: string, words: string, headers = {}) => ({ description, headers, content: body(words) });
const retryAfter = {
  "Retry-After": { description: "Seconds after which to try again", schema: { type: "integer", minimum: 1 } },
};

it("S9.2, S11.2, S14.6: each status has its words, in the error body, and says when to try again where it may pass", () => {
  expect(createOpenApi({ parts, info }).components.responses).toEqual({
    Refused400: refusal("The request is not valid: a line for each field", "The body must be an object"),
    Refused401: refusal("No valid token was sent", "Send a good token", {
      "WWW-Authenticate": { description: "How to send one", schema: { const: "Bearer" } },
    }),
    Refused403: refusal(
      "Not allowed. Also for writes that a cookie authenticates and a page of a foreign origin sends",
      "You may not do this",
    ),
    Refused404: refusal("It does not exist, or the caller may not see it", "There is nothing at this path and method"),
    Refused409: refusal(
      "The first request with this `Idempotency-Key` is still running",
      "A request with this Idempotency-Key is still being worked on; try again in a moment",
      retryAfter,
    ),
    Refused413: refusal("The body is too large", "The body is larger than 65536 bytes; send less"),
    Refused415: refusal(
      "The body is not JSON",
      "Send the body as JSON, with the header Content-Type: application/json",
    ),
    Refused422: refusal(
      "The `Idempotency-Key` was sent with another body before",
      "This Idempotency-Key was sent with another body before; make a new key for each new attempt",
    ),
    Refused429: refusal("Too many requests", "Too many changes in a short time; try again in 12 s", retryAfter),
    Refused500: refusal("A failure of the server", "Something went wrong on our side; try again"),
    Refused503: refusal(
      "Not now: the server restarts, is full, or its database is busy",
      "The database is busy; try again shortly",
      retryAfter,
    ),
  });
});

it("a refusal has the application's words, its headers by name, and those of its own contract first", () => {
  const odd = defineEndpoint({
    name: "odd",
    method: "GET",
    path: "/odd",
    access: "user",
    data: z.null(),
    errors: { 401: "Show your card", 418: "It is a teapot" },
  });
  const header = { schema: { type: "string" } };
  const { paths, components } = createOpenApi({
    info,
    parts: [{ name: "odd", description: "", exports: { odd } }],
    words: { 401: "Sign in", 500: "Call the desk", 418: "No tea" },
    answerHeaders: { "X-Request-Id": header, "RateLimit-Policy": header },
    routes: [
      {
        path: "/up",
        operationId: "up",
        tag: "odd",
        summary: "Up",
        answer: {},
        refusals: { 400: "Bad", 418: undefined, 420: undefined },
      },
    ],
  });
  const headers = {
    "X-Request-Id": { $ref: "#/components/headers/RequestId" },
    "RateLimit-Policy": { $ref: "#/components/headers/RateLimitPolicy" },
  };
  expect(components.headers).toEqual({ RequestId: header, RateLimitPolicy: header });
  expect(components.responses).toMatchObject({
    Refused401: { content: body("Sign in"), headers: { ...headers, "WWW-Authenticate": expect.any(Object) } },
    Refused500: { content: body("Call the desk"), headers },
    Refused429: { headers: { ...headers, "Retry-After": expect.any(Object) } },
  });
  expect(paths["/odd"]?.get?.responses).toMatchObject({
    200: { headers },
    401: { description: "No valid token was sent", content: body("Show your card") },
    418: { description: "It is a teapot", headers, content: body("It is a teapot") },
    500: { $ref: "#/components/responses/Refused500" },
  });
  expect(paths["/up"]?.get?.responses).toEqual({
    200: {},
    400: { description: "The request is not valid: a line for each field", headers, content: body("Bad") },
    418: { description: "Refused", headers, content: body("No tea") },
    420: { description: "Refused", headers, content: body("") },
  });
});
