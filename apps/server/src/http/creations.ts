import { createHash } from "node:crypto";
import {
  type AnyEndpoint,
  attemptInProgress,
  IDEMPOTENCY_KEY,
  keyOfAnotherBody,
  readIdempotencyKey,
} from "@tidings/contracts";
import { orRefuse } from "@tidings/express";
import type { Request } from "express";
import { ServerError } from "../server-error.ts";
import type { Attempt, KeptAnswers } from "../store/sqlite/kept-answers.ts";
import type { Answer } from "./serve-endpoint.ts";

/** Keeps an answer under the attempt's key; call it in the transaction that creates what it tells of. */
export type Keep<E extends AnyEndpoint> = (answer: Answer<E>) => void;

/** A request that creates something. */
export interface Creation<E extends AnyEndpoint> {
  readonly endpoint: E;
  readonly request: Pick<Request, "headers">;
  readonly userId: string;
  /** As its contract read it. */
  readonly body: unknown;
}

/** Sees to it that what is sent again with its `Idempotency-Key` is done once (D25). */
export interface Creations {
  /**
   * Answers what was answered before, or does it. Without a key it is done each time.
   *
   * @throws ServerError 400 for a malformed key, 409 while the first request is worked on, 422 for another body
   */
  once<E extends AnyEndpoint>(creation: Creation<E>, create: (keep: Keep<E>) => Promise<Answer<E>>): Promise<Answer<E>>;
}

/** Makes {@link Creations}. What is under way is known to this process alone: no other one has the database. */
export function createCreations(kept: KeptAnswers): Creations {
  /** The fingerprint of each attempt that is being worked on. */
  const underWay = new Map<string, string>();

  return {
    async once<E extends AnyEndpoint>(creation: Creation<E>, create: (keep: Keep<E>) => Promise<Answer<E>>) {
      const { endpoint, request, userId, body } = creation;
      const header = request.headers[IDEMPOTENCY_KEY.toLowerCase()];
      if (header === undefined) return create(() => {});
      const key = orRefuse(readIdempotencyKey(String(header)));
      const attempt: Attempt = { userId, operation: endpoint.name, key };
      const fingerprint = fingerprintOf(body);

      const name = JSON.stringify(attempt);
      const working = underWay.get(name);
      const before = working === undefined ? kept.find(attempt) : undefined;
      if ((working ?? before?.fingerprint ?? fingerprint) !== fingerprint) {
        throw new ServerError("unprocessable", [keyOfAnotherBody]);
      }
      if (working !== undefined) throw new ServerError("conflict", [attemptInProgress], { retryAfter: 1 });
      // It was written by the endpoint of this name, and is as good as what that would answer now.
      if (before !== undefined) return before.answer as Answer<E>;

      underWay.set(name, fingerprint);
      let isKept = false;
      try {
        const answer = await create((made) => {
          kept.keep(attempt, { fingerprint, answer: made });
          isKept = true;
        });
        if (!isKept) throw new Error(`${endpoint.name} created something and did not keep its answer`);
        return answer;
      } finally {
        underWay.delete(name);
      }
    },
  };
}

function fingerprintOf(body: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(body ?? null))
    .digest("base64url");
}
