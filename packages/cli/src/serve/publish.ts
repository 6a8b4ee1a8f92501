import { createHash } from "node:crypto";
import { Refusal } from "@tidings/admission";
import { type AnyStream, IDEMPOTENCY_KEY, keyOfAnotherBody, readIdempotencyKey } from "@tidings/contracts";
import { checkPublications, type Hub, isRefusedPublication, type Publication } from "@tidings/hub";
import type { AnswerStore, KeptAnswer } from "./answer-store.ts";
import { eachEvent } from "./each-event.ts";
import { createLine } from "./in-line.ts";
import { type Message, publicationsOf, readMessage } from "./publish-message.ts";
import type { SentEvents } from "./read-events.ts";

/** The most publications of one request. An event counts once for each of its topics. */
const MAX_PUBLICATIONS = 10_000;

/** What publishing over HTTP needs. */
export interface PublishOptions {
  readonly hub: Hub;
  readonly streams: readonly AnyStream[];
  readonly answers: AnswerStore;
}

/** The positions of one event: one a topic, null where the event is not durable. */
type Positions = readonly (string | null)[];

/** One event of a request, and the key of its attempt. */
interface Attempt {
  readonly place: string;
  readonly message: Message;
  readonly key: string | undefined;
  /** Tells the message from others with the same key. */
  readonly digest: string;
}

/**
 * Makes the function that publishes the events of a request, all or none, and resolves with their positions as JSON
 * text. An event whose key was used before gets the first answer and is not published again, even after a restart: the
 * log knows the keys of events whose answer was lost in a crash.
 *
 * @returns a function that rejects with Refusal 400, 404, 413 or 422 for an invalid request, and 422 for a key that was
 *   used with another body
 */
export function createPublish({ hub, streams, answers }: PublishOptions) {
  /** Requests with a common key are handled one after the other. */
  const inLine = createLine();

  async function publishNew(attempts: readonly Attempt[]): Promise<readonly Positions[]> {
    const publications = eachEvent(attempts, ({ message, key }) => checked(publicationsOf(streams, message, key)));
    const count = publications.reduce((sum, { length }) => sum + length, 0);
    if (count > MAX_PUBLICATIONS) {
      throw new Refusal("too_large", [
        `The request publishes to ${count} topics in all, and may to ${MAX_PUBLICATIONS}; send several requests`,
      ]);
    }
    const positions = await hub.publishAll(publications.flat());
    let taken = 0;
    return publications.map(({ length }) => {
      taken += length;
      return positions.slice(taken - length, taken);
    });
  }

  /** The positions of each attempt, in order. */
  async function publishAttempts(attempts: readonly Attempt[]): Promise<readonly Positions[]> {
    const known = new Map<string, Pick<KeptAnswer, "digest" | "positions">>();
    const fresh: Attempt[] = [];
    eachEvent(attempts, (attempt) => {
      const { key, digest } = attempt;
      if (key === undefined) return void fresh.push(attempt);
      const before = known.get(key) ?? answers.find(key);
      if (before !== undefined && before.digest !== digest) throw new Refusal("unprocessable", [keyOfAnotherBody]);
      if (before === undefined) fresh.push(attempt);
      known.set(key, before ?? { digest, positions: [] });
    });
    const published = await publishNew(fresh);
    const positionsOf = new Map(fresh.map((attempt, index) => [attempt, published[index] ?? []]));
    const kept = fresh.flatMap((attempt) => {
      const { key, digest } = attempt;
      return key === undefined ? [] : [{ key, digest, positions: positionsOf.get(attempt) ?? [] }];
    });
    answers.keep(kept);
    for (const one of kept) known.set(one.key, one);
    return attempts.map((attempt) => positionsOf.get(attempt) ?? known.get(attempt.key ?? "")?.positions ?? []);
  }

  return async ({ isList, events }: SentEvents, header: string | undefined): Promise<string> => {
    const named = header === undefined ? undefined : readKey(header);
    const messages = eachEvent(events, ({ place, value }) => ({ place, message: readMessage(value, isList) }));
    const attempts = messages.map(({ place, message }, index): Attempt => {
      const { idempotencyKey, ...rest } = message;
      const key = isList ? (idempotencyKey ?? keyInList(named, index)) : oneKey(named, idempotencyKey);
      return { place, message, key, digest: digestOf(rest) };
    });
    const whole = isList && named !== undefined ? [named] : [];
    const keys = new Set([...whole, ...attempts.flatMap(({ key }) => key ?? [])]);
    return inLine([...keys], async () => {
      checkWhole(whole, attempts);
      const positions = await publishAttempts(attempts);
      answers.keep(whole.map((key) => ({ key, digest: digestOfAll(attempts), positions: [] })));
      const data = isList ? { events: positions.map((one) => ({ positions: one })) } : { positions: positions[0] };
      return JSON.stringify({ success: true, data });
    });
  };

  /** Checks that a list with a key is the same list that had the key before. */
  function checkWhole(whole: readonly string[], attempts: readonly Attempt[]): void {
    const before = whole.map((key) => answers.find(key)).find((one) => one !== undefined);
    if (before !== undefined && before.digest !== digestOfAll(attempts)) {
      throw new Refusal("unprocessable", [keyOfAnotherBody]);
    }
  }
}

/** Makes the key of an event in a list. It contains a line break, which no key from a request can. */
function keyInList(named: string | undefined, index: number): string | undefined {
  return named === undefined ? undefined : `${named}\n${index}`;
}

function oneKey(named: string | undefined, key: string | undefined): string | undefined {
  if (named !== undefined && key !== undefined && named !== key) {
    throw new Refusal("bad_request", [`${IDEMPOTENCY_KEY} and idempotencyKey name two different keys; send one`]);
  }
  return named ?? key;
}

function readKey(header: string): string {
  const read = readIdempotencyKey(header);
  if (!read.ok) throw new Refusal("bad_request", read.issues);
  return read.data;
}

function checked(publications: readonly Publication[]): readonly Publication[] {
  try {
    checkPublications(publications);
    return publications;
  } catch (error) {
    if (!isRefusedPublication(error)) throw error;
    throw new Refusal("unprocessable", error.issues.length > 0 ? error.issues : [error.message]);
  }
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}

function digestOfAll(attempts: readonly Attempt[]): string {
  return digestOf(attempts.map(({ key, digest }) => [key, digest]));
}
