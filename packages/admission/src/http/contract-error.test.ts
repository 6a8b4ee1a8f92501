import { defineEndpoint } from "@tidings/contracts";
import { expect, it } from "vitest";
import * as z from "zod";
import { contractError } from "./contract-error.ts";

const errors = { 400: "Bad", 401: "Who", 403: "No", 404: "Where", 409: "Twice", 422: "Odd" } as const;
const endpoint = defineEndpoint({ name: "a", method: "GET", path: "/a", access: "user", data: z.null(), errors });

it.each([
  [400, "bad_request", "Bad"],
  [401, "unauthenticated", "Who"],
  [403, "forbidden", "No"],
  [404, "not_found", "Where"],
  [409, "conflict", "Twice"],
  [422, "unprocessable", "Odd"],
] as const)("a refusal of status %i has the code %s and the contract's words", (status, code, words) => {
  expect(contractError(endpoint, status)).toMatchObject({ status, code, lines: [words] });
});
