import { type AnyEndpoint, type AnyStream, attemptInProgress, keyOfAnotherBody } from "@tidings/contracts";
import type { Api } from "./api.ts";
import type { JsonSchema } from "./schemas.ts";

/** A failing answer in a document. */
interface Refusal {
  readonly description: string;
  /** A header beside the usual ones, and its content. */
  readonly header?: readonly [name: string, description: string, schema: JsonSchema];
  /** The message if the contract has none. */
  readonly words: string;
}

const retryAfter = ["Retry-After", "Seconds after which to try again", { type: "integer", minimum: 1 }] as const;

/** The statuses that any endpoint or stream may answer with, whatever its contract says (S9.2, S11.2, S14.6). */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  400: { description: "The request is not valid: a line for each field", words: "The body must be an object" },
  401: {
    description: "No valid token was sent",
    header: ["WWW-Authenticate", "How to send one", { const: "Bearer" }],
    words: "Send a good token",
  },
  403: {
    description: "Not allowed. Also for writes that a cookie authenticates and a page of a foreign origin sends",
    words: "You may not do this",
  },
  404: {
    description: "It does not exist, or the caller may not see it",
    words: "There is nothing at this path and method",
  },
  409: {
    description: "The first request with this `Idempotency-Key` is still running",
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
    description: "Too many requests",
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

/** The failing answers of an API, and the headers of all answers. */
export interface Refusals {
  /** The headers of every answer except open streams. */
  readonly everyAnswerHas: JsonSchema;
  /** `components/headers`: {@link everyAnswerHas}, once for all of a document. */
  readonly headers: JsonSchema;
  /** `components/responses`: each status with its usual message. */
  readonly components: JsonSchema;
  /** The refusals in an endpoint's contract, and those that every such route has. */
  ofEndpoint(endpoint: AnyEndpoint): JsonSchema;
  /** The same of the streams at one address. */
  ofStreams(streams: readonly AnyStream[]): JsonSchema;
  /** By status: a message of its own, or undefined for the status's usual one. */
  responses(words: Readonly<Record<number, string | undefined>>): JsonSchema;
}

/** Makes an API's refusals, with its messages. */
export function createRefusals({ words: worded = {}, answerHeaders = {} }: Api): Refusals {
  const everyAnswerHas = Object.fromEntries(
    Object.keys(answerHeaders).map((name) => [name, { $ref: `#/components/headers/${componentName(name)}` }]),
  );

  function responses(words: Readonly<Record<number, string | undefined>>): JsonSchema {
    return Object.fromEntries(
      Object.entries(words).map(([status, own]) => [
        status,
        own === undefined && Object.hasOwn(REFUSALS, status)
          ? { $ref: `#/components/responses/Refused${status}` }
          : response(Number(status), own),
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
          example: { success: false, errors: [own ?? worded[status] ?? words] },
        },
      },
    };
  }

  return {
    everyAnswerHas,
    headers: Object.fromEntries(Object.entries(answerHeaders).map(([name, header]) => [componentName(name), header])),
    components: Object.fromEntries(
      Object.keys(REFUSALS).map((status) => [`Refused${status}`, response(Number(status))]),
    ),
    responses,
    ofEndpoint({ access, method, errors, creates }) {
      const writes = method !== "GET";
      return responses({
        ...unworded([
          400,
          ...(access === "anyone" ? [] : [401]),
          ...(access === "admin" || writes ? [403] : []),
          ...(creates ? [409, 422] : []),
          ...(writes ? [413, 415] : []),
          ...(access === "anyone" ? [] : [429]),
          500,
          503,
        ]),
        ...errors,
      });
    },
    ofStreams(streams) {
      const adminsOnly = streams.some(({ access }) => access === "admin");
      // Even if anyone may listen, a token that is sent must be valid.
      const usual = unworded([400, 401, ...(adminsOnly ? [403] : []), 429, 500, 503]);
      return responses(Object.assign(usual, ...streams.map(({ errors }) => errors)));
    },
  };
}

function unworded(statuses: readonly number[]): Record<number, string | undefined> {
  return Object.fromEntries(statuses.map((status) => [status, undefined]));
}

/** `X-Request-Id` as `RequestId`. */
function componentName(header: string): string {
  return header.replace(/^x-/i, "").replace(/[^\w]/g, "");
}
