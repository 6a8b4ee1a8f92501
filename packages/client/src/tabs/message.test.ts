import { expect, it } from "vitest";
import { httpError } from "../http/http-error.ts";
import { fromTabState, toTabState } from "./message.ts";

const state = { state: "closed", attempt: 2, retryAt: undefined } as const;

it("C19.1: why the leader's connection closed says in another tab what it says in its own", () => {
  const request = "GET /api/orders/stream";
  const error = httpError({ request, status: 403, errors: ["Too late", "Sorry"], retryAfterMs: 5, subject: "orders" });
  const heard = fromTabState(structuredClone(toTabState({ ...state, error })));
  expect(heard).toEqual({ ...state, error });
  expect(heard.error).toMatchObject({ request, status: 403, reason: "Too late; Sorry", subject: "orders" });
  expect(heard.error?.message).toBe(error.message);
});

it("C19.1: a state without an error goes through as it is", () => {
  expect(fromTabState(structuredClone(toTabState({ ...state, error: undefined })))).toEqual({
    ...state,
    error: undefined,
  });
});
