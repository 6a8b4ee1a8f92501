import {
  type AnyStream,
  type CheckedEvent,
  checkEvent,
  type EventRefusal,
  type PublishableEvent,
  type Topic,
  topicRefusal,
} from "@tidings/contracts";
import { refused } from "./error.ts";
import type { NewEvent } from "./log/event-log.ts";

/** One event for one topic, its types already checked. Made by {@link publication}. */
export interface Publication {
  readonly topic: Topic;
  readonly event: string;
  readonly data: unknown;
  readonly key: string | undefined;
  readonly exceptConnection?: string | undefined;
}

/** How to publish one event. */
export interface PublishOptions {
  /** Idempotency key: a durable event with a key seen before is not published again (D7.1). Not empty. */
  readonly key?: string | undefined;
  /**
   * The id of a connection that is not sent the event, because its reader published it and shows it already; every other
   * connection is (D23.2). Default: nobody is left out; so does an id that no open connection has. Not empty.
   */
  readonly exceptConnection?: string | undefined;
}

/**
 * Pairs an event with its topic so that several, of different streams, can be published in one append.
 *
 * @example
 * await hub.publishAll([
 *   publication(ordersStream.topic(order.user_id), { event: "order_status_update", data }, { key: "change:42" }),
 * ]);
 */
export function publication<S extends AnyStream>(
  topic: Topic<S>,
  event: PublishableEvent<S>,
  options: PublishOptions = {},
): Publication {
  // The types say that the event is there; publishing refuses it in words where they were not looked at.
  const { key, exceptConnection } = options;
  return { topic, event: event?.event, data: event?.data, key, exceptConnection };
}

/** One publication a topic. The key counts for each topic by itself: one key for all would publish to the first only (D7.1). */
export function publicationsOf<S extends AnyStream>(
  topics: Topic<S> | readonly Topic<S>[],
  event: PublishableEvent<S>,
  options: PublishOptions = {},
): readonly Publication[] {
  if (!isList(topics)) return [publication(topics, event, options)];
  const { key, exceptConnection } = options;
  const distinct = new Map(topics.map((topic) => [topic?.name, topic]));
  return [...distinct.values()].map((topic) =>
    publication(topic, event, { key: key === undefined ? undefined : `${key}/${topic?.name}`, exceptConnection }),
  );
}

/** `Array.isArray` does not narrow the type of a readonly list. */
function isList<T extends object>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** A publication held against its contract and made ready for the log. */
export interface Prepared {
  readonly durable: boolean;
  readonly event: NewEvent;
}

/**
 * The publications that {@link checkPublications} accepted, by identity, so that nobody can pass off an unchecked event
 * as checked.
 */
const alreadyChecked = new WeakMap<Publication, CheckedEvent>();

/**
 * Validates publications now, for callers that must refuse where they are called and not in a promise. Publishing these
 * very publications afterwards does not validate them again (D8.2).
 *
 * @throws HubError `unknown_event`, `invalid_event`, `event_too_large` or `invalid_topic`
 * @example
 * checkPublications(publications);
 * hub.publishAll(publications).catch(report);
 */
export function checkPublications(publications: readonly Publication[]): void {
  const checked = checkAll(publications);
  for (const [index, one] of checked.entries()) {
    const publication = publications[index];
    if (publication !== undefined) alreadyChecked.set(publication, one);
  }
}

/**
 * Validates publications (D13.1) and makes them ready for the log.
 *
 * @throws HubError `unknown_event`, `invalid_event`, `event_too_large` or `invalid_topic`
 */
export function prepareAll(publications: readonly Publication[]): readonly Prepared[] {
  const checked = checkAll(publications);
  return publications.flatMap((publication, index) => {
    const one = checked[index];
    return one === undefined ? [] : [prepare(publication, one)];
  });
}

/** The same name and the same payload in neighbours, one event for many topics, are validated once (D8.2). */
function checkAll(publications: readonly Publication[]): readonly CheckedEvent[] {
  let last: { readonly publication: Publication; readonly checked: CheckedEvent } | undefined;
  return publications.map((publication) => {
    const known = alreadyChecked.get(publication);
    if (known !== undefined) return known;
    const wrong =
      topicRefusal(publication?.topic) ?? keyRefusal(publication.key) ?? exceptionRefusal(publication.exceptConnection);
    if (wrong !== undefined) throw refused(wrong);
    const checked =
      last !== undefined && isSameEvent(last.publication, publication) ? last.checked : check(publication);
    last = { publication, checked };
    return checked;
  });
}

function isSameEvent(one: Publication, other: Publication): boolean {
  return one.topic.stream === other.topic.stream && one.event === other.event && one.data === other.data;
}

function check({ topic, event, data }: Publication): CheckedEvent {
  const checked = checkEvent(topic.stream, event, data);
  if (!checked.ok) throw refused(checked);
  return checked;
}

function prepare(publication: Publication, { event, json, durable, coalesceKey, ttl }: CheckedEvent): Prepared {
  const { topic, key, exceptConnection } = publication;
  return {
    durable,
    event: {
      topic: topic.name,
      event,
      data: json,
      key,
      coalesceKey,
      exceptConnection,
      expiresAt: ttl === Number.POSITIVE_INFINITY ? undefined : Date.now() + ttl,
      publishedAt: performance.timeOrigin + performance.now(),
    },
  };
}

/**
 * A key that is empty, or that a database writes like another one, would swallow the next event that has it (D7.1).
 */
function keyRefusal(key: unknown): EventRefusal | undefined {
  if (key === undefined || (typeof key === "string" && key !== "" && key.isWellFormed())) return undefined;
  return refuse("its key must be a text that is not empty, of well-formed Unicode");
}

/** Undefined leaves out nobody. Any other value that is no id was meant to leave out somebody, so it is refused. */
function exceptionRefusal(id: unknown): EventRefusal | undefined {
  if (id === undefined || (typeof id === "string" && id !== "" && id.isWellFormed())) return undefined;
  return refuse("its exceptConnection must be the id of a connection; leave it out where nobody is left out");
}

function refuse(issue: string): EventRefusal {
  return { ok: false, code: "invalid_event", message: `the event: ${issue}`, issues: [issue], cause: undefined };
}
