import { expect, it } from "vitest";
import { ClientError } from "./error.ts";

it("an error has the name, the code and the words it was made with, and nothing else", () => {
  const error = new ClientError("closed", "the client was closed");
  expect(error).toMatchObject({ name: "ClientError", code: "closed", message: "the client was closed", errors: [] });
  const { request, status, retryAfterMs, event, subject } = error;
  expect([request, status, retryAfterMs, event, subject]).toEqual(Array(5).fill(undefined));
  expect(Object.hasOwn(error, "cause")).toBe(false);
});

it("an error keeps every detail and what caused it", () => {
  const cause = new TypeError("fetch failed");
  const details = { request: "GET /a", status: 429, errors: ["Slow down"], retryAfterMs: 5, event: "e", subject: "s" };
  const error = new ClientError("http", "GET /a answered 429", { ...details, cause });
  expect(error).toMatchObject(details);
  expect(error.cause).toBe(cause);
});

it("the reason is the server's words, and without them the message", () => {
  expect(new ClientError("http", "GET /a answered 400", { errors: ["one", "two"] }).reason).toBe("one; two");
  expect(new ClientError("network", "no answer").reason).toBe("no answer");
});
