import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Refusal } from "@tidings/admission";
import { type AnyStream, IDEMPOTENCY_KEY, keyOfAnotherBody, readIdempotencyKey } from "@tidings/contracts";
import { type Hub, isRefusedPublication } from "@tidings/hub";
import type { AnswerStore } from "./answer-store.ts";
import { type Message, publicationsOf, readMessage } from "./publish-message.ts";

/** What publishing over HTTP needs. */
export interface PublishOptions {
  readonly hub: Hub;
  readonly streams: readonly AnyStream[];
  readonly answers: AnswerStore;
}

/**
 * Makes what publishes the body of a request and answers the events' positions as JSON text, in the order of the topics.
 * A request that repeats a key gets the answer of the first and publishes nothing, also after a restart: the log knows
 * the keys of events whose answer was lost in a crash.
 *
 * @returns rejects with Refusal 400 or 422 for what the contract does not allow, and 422 for a key of another body
 */
export function createPublish({ hub, streams, answers }: PublishOptions) {
  /** Requests with one key are answered one after the other. */
  const underWay = new Map<string, Promise<string>>();

  async function publishOnce(message: Message, key: string, digest: string): Promise<string> {
    const before = answers.find(key);
    if (before !== undefined) {
      if (before.digest !== digest) throw new Refusal("unprocessable", [keyOfAnotherBody]);
      return before.answer;
    }
    const answer = await publish(message, key);
    answers.keep(key, digest, answer);
    return answer;
  }

  async function publish(message: Message, key: string | undefined): Promise<string> {
    try {
      const positions = await hub.publishAll(publicationsOf(streams, message, key));
      return JSON.stringify({ success: true, data: { positions } });
    } catch (error) {
      throw refusalOf(error);
    }
  }

  return async (request: IncomingMessage, body: unknown): Promise<string> => {
    const message = readMessage(body);
    const key = keyOf(request, message);
    if (key === undefined) return publish(message, undefined);
    const { idempotencyKey: _, ...rest } = message;
    const digest = createHash("sha256").update(JSON.stringify(rest)).digest("base64url");
    const earlier = underWay.get(key) ?? Promise.resolve("");
    const answered = earlier.catch(() => "").then(() => publishOnce(message, key, digest));
    underWay.set(key, answered);
    try {
      return await answered;
    } finally {
      if (underWay.get(key) === answered) underWay.delete(key);
    }
  };
}

function keyOf(request: IncomingMessage, { idempotencyKey }: Message): string | undefined {
  const header = request.headers[IDEMPOTENCY_KEY.toLowerCase()];
  if (typeof header !== "string") return idempotencyKey;
  const read = readIdempotencyKey(header);
  if (!read.ok) throw new Refusal("bad_request", read.issues);
  if (idempotencyKey !== undefined && idempotencyKey !== read.data) {
    throw new Refusal("bad_request", [`${IDEMPOTENCY_KEY} and idempotencyKey name two different keys; send one`]);
  }
  return read.data;
}

function refusalOf(error: unknown): unknown {
  if (isRefusedPublication(error)) {
    return new Refusal("unprocessable", error.issues.length > 0 ? error.issues : [error.message]);
  }
  return error;
}
