import { Refusal } from "@tidings/admission";
import { type AnyStream, MAX_IDEMPOTENCY_KEY, parse, writeIdempotencyKey } from "@tidings/contracts";
import { type Publication, publication } from "@tidings/hub";
import * as z from "zod/mini";
import { ANY, EVERYBODY } from "./reader-topics.ts";

/** The most topics of one message. */
export const MAX_TOPICS = 1000;

const message = z.strictObject({
  stream: z.string(),
  topic: z.optional(z.string()),
  topics: z.optional(z.array(z.string()).check(z.minLength(1), z.maxLength(MAX_TOPICS))),
  event: z.string(),
  data: z.unknown(),
  idempotencyKey: z.optional(z.string()),
});

/** The body of a request to publish. Its `data` is checked later, by the event's schema. */
export type Message = z.infer<typeof message>;

/**
 * Reads one event of `POST /publish`.
 *
 * @param inList Whether it is one of several, for the message of a refusal.
 * @throws Refusal 400, which names the field
 */
export function readMessage(body: unknown, inList: boolean): Message {
  const read = parse(message, body, inList ? "The event" : "The body");
  if (!read.ok) throw new Refusal("bad_request", read.issues);
  if (read.data.topic !== undefined && read.data.topics !== undefined) {
    throw new Refusal("bad_request", ["Give topic or topics, not both"]);
  }
  const { idempotencyKey } = read.data;
  if (idempotencyKey !== undefined && writeIdempotencyKey(idempotencyKey) === undefined) {
    throw new Refusal("bad_request", [
      `idempotencyKey must have 1 to ${MAX_IDEMPOTENCY_KEY} characters, all of them printable ASCII`,
    ]);
  }
  return read.data;
}

/**
 * Makes the publications of a message, one for each of its topics.
 *
 * @param key The request's idempotency key; undefined if there is none.
 * @throws Refusal 404 for a stream that the contract does not have, 400 for topics that are not valid
 */
export function publicationsOf(
  streams: readonly AnyStream[],
  { stream: name, topic, topics, event, data }: Message,
  key: string | undefined,
): readonly Publication[] {
  const stream = streams.find((one) => one.name === name);
  if (stream === undefined) {
    const names = streams.map((one) => one.name).join(", ");
    throw new Refusal("not_found", [`stream: there is no ${JSON.stringify(name)}; the contract has ${names}`]);
  }
  const keys = new Set(topics ?? [topic ?? EVERYBODY]);
  if (keys.has("") || keys.has(ANY)) {
    throw new Refusal("bad_request", [`topic: an empty text and "${ANY}" name no topic`]);
  }
  return [...keys].map((one) =>
    publication(stream.topic(one), { event, data }, key === undefined ? {} : { key: `${key}/${one}` }),
  );
}
