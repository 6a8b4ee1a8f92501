import { type AnyEndpoint, type AnyStream, attemptInProgress, keyOfAnotherBody } from "@tidings/contracts";
import { authErrors } from "@tidings/contracts/auth";
import type { JsonSchema } from "./schemas.ts";

/** A failing answer in a document. */
interface Refusal {
  readonly description: string;
  /** A header beside the usual ones, and what is in it. */
  readonly header?: readonly [name: string, description: string, schema: JsonSchema];
  /** What it says where the contract has no words of its own. */
  readonly words: string;
}

const retryAfter = ["Retry-After", "Seconds after which to try again", { type: "integer", minimum: 1 }] as const;

/** The header that every answer but an open stream has. */
export const everyAnswerHas = { "X-Request-Id": { $ref: "#/components/headers/RequestId" } };

/** {@link everyAnswerHas}, once for all of a document. */
export const requestIdHeader = {
  description: "Names the request in the server's log",
  schema: { type: "string" },
};

/** The statuses that any door may answer with, whatever the contract words for it (S9, S11, S14). */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  400: { description: "What was sent does not fit: a line for each field", words: "The body must be an object" },
  401: {
    description: "No good token was shown",
    header: ["WWW-Authenticate", "How to show one", { const: "Bearer" }],
    words: authErrors[401],
  },
  403: {
    description: "Not allowed; to a write that a cookie authenticates, also from a page of a foreign origin",
    words: authErrors[403],
  },
  404: {
    description: "There is none, or none that the caller may see",
    words: "There is nothing at this path and method",
  },
  409: {
    description: "The first request with this `Idempotency-Key` is not done yet",
    header: retryAfter,
    words: attemptInProgress,
  },
  413: { description: "The body is too large", words: "The body is larger than 65536 bytes; send less" },
  415: {
    description: "The body is not JSON",
    words: "Send the body as JSON, with the header Content-Type: application/json",
  },
  422: { description: "The `Idempotency-Key` was sent with another body before", words: keyOfAnotherBody },
  429: {
    description: "Too many, too often",
    header: retryAfter,
    words: "Too many changes in a short time; try again in 12 s",
  },
  500: { description: "A failure of the server", words: "Something went wrong on our side; try again" },
  503: {
    description: "Not now: the server restarts, is full, or its database is busy",
    header: retryAfter,
    words: "The database is busy; try again shortly",
  },
};

/** The failing statuses of an endpoint: what its contract words, and what `serveEndpoint` does with its kind. */
export function refusalsOf({ access, method, errors, creates }: AnyEndpoint): Readonly<Record<string, unknown>> {
  const writes = method !== "GET";
  return responses(errors, [
    400,
    ...(access === "anyone" ? [] : [401]),
    ...(access === "admin" || writes ? [403] : []),
    ...(creates ? [409, 422] : []),
    ...(writes ? [413, 415] : []),
    ...(access === "anyone" ? [] : [429]),
    500,
    503,
  ]);
}

/** The failing statuses of the streams at one address: their own, and what `serveStreamRoute` does with every one. */
export function streamRefusalsOf(streams: readonly AnyStream[]): Readonly<Record<string, unknown>> {
  const words = Object.assign({}, ...streams.map(({ errors }) => errors)) as Readonly<Record<number, string>>;
  const adminsOnly = streams.some(({ access }) => access === "admin");
  // Where anyone may listen, a token that is shown must still be good.
  return responses(words, [400, 401, ...(adminsOnly ? [403] : []), 429, 500, 503]);
}

/** `components/responses`: each status in the words that it has where no contract words it. */
export const refusalResponses: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.keys(REFUSALS).map((status) => [`Refused${status}`, response(Number(status))]),
);

/** The responses for statuses, those with words of their own spelled out. */
export function responses(
  words: Readonly<Record<number, string>>,
  usual: readonly number[],
): Readonly<Record<string, unknown>> {
  const statuses = new Set([...Object.keys(words).map(Number), ...usual]);
  return Object.fromEntries(
    [...statuses].map((status) => [
      String(status),
      words[status] === undefined
        ? { $ref: `#/components/responses/Refused${status}` }
        : response(status, words[status]),
    ]),
  );
}

function response(status: number, own?: string): unknown {
  const { description, header, words } = REFUSALS[status] ?? { description: own ?? "Refused", words: own ?? "" };
  return {
    description,
    headers: { ...everyAnswerHas, ...(header && { [header[0]]: { description: header[1], schema: header[2] } }) },
    content: {
      "application/json": {
        schema: { $ref: "#/components/schemas/ErrorBody" },
        example: { success: false, errors: [own ?? words] },
      },
    },
  };
}
