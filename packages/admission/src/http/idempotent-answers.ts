import { createHash } from "node:crypto";
import {
  type AnyEndpoint,
  attemptInProgress,
  type EndpointData,
  keyOfAnotherBody,
  readIdempotencyKey,
  type SuccessBody,
} from "@tidings/contracts";
import { Refusal } from "../refusal.ts";
import { orRefuse } from "./validate.ts";

/** One user's attempt to create something. */
export interface Attempt {
  readonly userId: string;
  /** The endpoint's name. */
  readonly operation: string;
  readonly key: string;
}

/** The stored answer of an attempt, and a fingerprint of its body. */
export interface KeptAnswer {
  /** Tells the request's body from others. */
  readonly fingerprint: string;
  readonly answer: unknown;
}

/** A port: where the answers of successful attempts are stored (D25.3). */
export interface KeptAnswers {
  /** Undefined for an attempt that did not succeed in the last `KEY_KEPT_MS`. */
  find(attempt: Attempt): KeptAnswer | undefined | Promise<KeptAnswer | undefined>;
  /**
   * Stores an answer. Call it in the transaction that creates the rows, so that both are stored or neither.
   *
   * @throws Refusal `conflict` if several processes share the store and another one has kept an answer to this attempt
   *   meanwhile: the transaction must be rolled back
   */
  keep(attempt: Attempt, kept: KeptAnswer): void | Promise<void>;
}

/** A success of an endpoint, without `success: true`. */
export type Answer<E extends AnyEndpoint> = Omit<SuccessBody<EndpointData<E>>, "success">;

/**
 * Stores an answer under the attempt's key. Call it in the transaction that creates the rows, and await it if the store is
 * asynchronous.
 */
export type Keep<E extends AnyEndpoint> = (answer: Answer<E>) => void | Promise<void>;

/** A request that creates something. */
export interface Creation<E extends AnyEndpoint> {
  readonly endpoint: E;
  /** The header `Idempotency-Key` as the request has it; undefined where it is missing. */
  readonly key: string | undefined;
  readonly userId: string;
  /** The body as the contract parsed it. */
  readonly body: unknown;
}

/** Carries out a request only once, however often it is sent with its `Idempotency-Key` (D25.2). */
export interface IdempotentAnswers {
  /**
   * Resolves with the stored answer if there is one, and otherwise calls `create`. Without a key it always calls
   * `create` (D25.8).
   *
   * @throws Refusal 400 for a malformed key (D25.7), 409 while the first request is still running (D25.5), 422 for
   *   another body (D25.6)
   */
  once<E extends AnyEndpoint>(creation: Creation<E>, create: (keep: Keep<E>) => Promise<Answer<E>>): Promise<Answer<E>>;
}

/**
 * Makes {@link IdempotentAnswers}. Which requests are running is known to this process only. If several processes share a
 * database, its store must refuse to keep a second answer to an attempt.
 *
 * @param kept Where answers are kept. A store in memory forgets them at a restart.
 */
export function createIdempotentAnswers(kept: KeptAnswers): IdempotentAnswers {
  /** The fingerprint of each attempt that is being worked on. */
  const underWay = new Map<string, string>();

  return {
    async once<E extends AnyEndpoint>(creation: Creation<E>, create: (keep: Keep<E>) => Promise<Answer<E>>) {
      const { endpoint, key: header, userId, body } = creation;
      if (header === undefined) return create(() => {});
      const key = orRefuse(readIdempotencyKey(header));
      const attempt: Attempt = { userId, operation: endpoint.name, key };
      const fingerprint = fingerprintOf(body);

      const name = JSON.stringify(attempt);
      const working = underWay.get(name);
      if ((working ?? fingerprint) !== fingerprint) throw new Refusal("unprocessable", [keyOfAnotherBody]);
      if (working !== undefined) throw new Refusal("conflict", [attemptInProgress], { retryAfter: 1 });

      underWay.set(name, fingerprint);
      let isKept = false;
      try {
        const before = await kept.find(attempt);
        if (before !== undefined && before.fingerprint !== fingerprint) {
          throw new Refusal("unprocessable", [keyOfAnotherBody]);
        }
        // The endpoint of this name wrote it, so it has the type of that endpoint's answer.
        if (before !== undefined) return before.answer as Answer<E>;
        const answer = await create((made) => {
          isKept = true;
          return kept.keep(attempt, { fingerprint, answer: made });
        });
        if (!isKept)
          throw new Error(
            `${endpoint.name} created something without keeping its answer; call keep(answer) in the transaction that creates it`,
          );
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
