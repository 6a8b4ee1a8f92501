import {
  attemptInProgress,
  IDEMPOTENCY_KEY,
  KEY_KEPT_MS,
  keyOfAnotherBody,
  readIdempotencyKey,
} from "@tidings/contracts";
import type { Clock } from "../clock/clock.ts";
import { failure } from "./answer.ts";

/** A request that creates something: the parts that identify its attempt. */
export interface MockCreation {
  readonly request: Request;
  /** The endpoint's name. */
  readonly operation: string;
  readonly userId: string;
  /** The body as the contract parsed it. */
  readonly body: unknown;
}

/** Carries out a request that creates something. The same request sent again gets the first answer (D25.2). */
export type Once = (creation: MockCreation, create: () => Promise<Response>) => Promise<Response>;

interface Known {
  readonly fingerprint: string;
  readonly at: number;
  /** Undefined while the request is running. */
  answer?: Response;
}

/** Makes {@link Once}, with the real server's rules. */
export function createOnce(clock: Pick<Clock, "now">): Once {
  const attempts = new Map<string, Known>();

  return async ({ request, operation, userId, body }, create) => {
    const header = request.headers.get(IDEMPOTENCY_KEY);
    if (header === null) return create();
    const key = readIdempotencyKey(header);
    if (!key.ok) return failure(400, key.issues);
    const name = JSON.stringify([userId, operation, key.data]);
    const fingerprint = JSON.stringify(body);

    const before = attempts.get(name);
    const isKnown = before !== undefined && before.at > clock.now() - KEY_KEPT_MS;
    if (isKnown && before.fingerprint !== fingerprint) return failure(422, [keyOfAnotherBody]);
    if (isKnown) return before.answer?.clone() ?? failure(409, [attemptInProgress], { "Retry-After": "1" });

    const known: Known = { fingerprint, at: clock.now() };
    attempts.set(name, known);
    try {
      const answer = await create();
      // A refused request has created nothing, so its answer is not kept.
      if (answer.ok) known.answer = answer.clone();
      return answer;
    } finally {
      if (known.answer === undefined) attempts.delete(name);
    }
  };
}
