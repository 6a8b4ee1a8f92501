import { Refusal } from "@tidings/admission";
import type { AnyStream, Topic } from "@tidings/contracts";

/** The topic of a public stream for readers that name no other. */
export const EVERYBODY = "all";
/** In a token's claim: every topic of a stream. No topic has this name. */
export const ANY = "*";
/** The most topics of one connection. */
const MAX_TOPICS = 100;

/** What decides which topics a reader gets. */
export interface Wish {
  readonly stream: AnyStream;
  /** The value of `?topic=`; null without it. */
  readonly wanted: string | null;
  /** The token's claim `topics`; undefined without a token. */
  readonly claim: unknown;
  /** Whether the stream is open to everybody. */
  readonly open: boolean;
}

/**
 * Decides which topics a reader gets. The claim `topics` of a token lists `stream/key` and `stream/*`. With
 * `?topic=key` the reader gets that topic, else those that the token names one by one, and `all` of an open stream. Any
 * other topic is refused.
 *
 * @throws Refusal 400 if a topic has to be named, 403 if the topic is not allowed
 */
export function topicsOf({ stream, wanted, claim, open }: Wish): readonly Topic[] {
  const granted = keysOf(stream, claim);
  if (wanted !== null) {
    if (wanted === "" || wanted === ANY) throw new Refusal("bad_request", ["?topic= must name one topic"]);
    if (!open && !granted.has(wanted) && !granted.has(ANY)) throw notAllowed(stream, wanted);
    return [stream.topic(wanted)];
  }
  const named = [...granted].filter((key) => key !== ANY);
  const keys = open ? [...new Set([EVERYBODY, ...named])] : named;
  if (keys.length > MAX_TOPICS) throw tooMany(keys.length);
  if (keys.length > 0) return keys.map((key) => stream.topic(key));
  if (granted.has(ANY))
    throw new Refusal("bad_request", ["The token allows every topic; name the one to hear with ?topic="]);
  throw notAllowed(stream, "key");
}

function keysOf(stream: AnyStream, claim: unknown = []): ReadonlySet<string> {
  if (!Array.isArray(claim) || !claim.every((entry) => typeof entry === "string")) {
    throw new Refusal("forbidden", [`The token's claim "topics" must be a list of texts as "${stream.name}/42"`]);
  }
  const prefix = `${stream.name}/`;
  const entries = claim.filter((entry) => entry.startsWith(prefix) && entry.length > prefix.length);
  return new Set(entries.map((entry) => entry.slice(prefix.length)));
}

function notAllowed(stream: AnyStream, key: string): Refusal {
  return new Refusal("forbidden", [`Not allowed: the token's claim "topics" needs "${stream.name}/${key}"`]);
}

function tooMany(count: number): Refusal {
  return new Refusal("bad_request", [`The token names ${count} topics of this stream; name one with ?topic=`]);
}
