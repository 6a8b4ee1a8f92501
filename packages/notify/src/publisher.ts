import type { AnyStream, PublishableEvent, Topic } from "@tidings/contracts";
import { isolate } from "@tidings/contracts/listeners";
import { checkPublications, type Hub, isRefusedPublication, type Publication, publication } from "@tidings/hub";
import { NotifyError } from "./error.ts";

/** The part of a hub that publishing needs. */
export type PublishingHub = Pick<Hub, "publishAll" | "connections">;

/** How functions that answer at once report what fails later. */
export interface NotifyOptions {
  /** Told when the log did not take an event that was valid. Default: a warning of the process. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** An event on its way. */
export interface Sent {
  /** Connections of this node that it was addressed to. */
  readonly clients: number;
  /** Resolves when the log has taken it; rejects when it would not. */
  readonly done: Promise<unknown>;
}

/** Publishes one event to several topics. */
export interface Publisher {
  /** @throws NotifyError at once when the event breaks its contract */
  send<S extends AnyStream>(topics: readonly Topic<S>[], event: PublishableEvent<S>): Sent;
  /** Like {@link Publisher.send}; a failure of the log goes to `onError`. */
  post<S extends AnyStream>(topics: readonly Topic<S>[], event: PublishableEvent<S>): number;
  /** Like {@link Publisher.send}; resolves when the log has taken it. */
  deliver<S extends AnyStream>(topics: readonly Topic<S>[], event: PublishableEvent<S>): Promise<number>;
}

/** Makes a {@link Publisher}. */
export function createPublisher(hub: PublishingHub, { onError = warn }: NotifyOptions = {}): Publisher {
  function send<S extends AnyStream>(topics: readonly Topic<S>[], event: PublishableEvent<S>): Sent {
    if (topics.length === 0) return { clients: 0, done: Promise.resolve() };
    const publications = topics.map((topic) => publication(topic, event));
    check(publications);
    const clients = countListeners(hub, new Set(topics.map(({ name }) => name)));
    return { clients, done: hub.publishAll(publications) };
  }

  return {
    send,
    post(topics, event) {
      const { clients, done } = send(topics, event);
      done.catch((error: unknown) => isolate(() => onError(error), warn));
      return clients;
    },
    async deliver(topics, event) {
      const { clients, done } = send(topics, event);
      await done;
      return clients;
    },
  };
}

/** So that a wrong call fails where it is made, and not in a promise that nobody awaits. */
function check(publications: readonly Publication[]): void {
  try {
    checkPublications(publications);
  } catch (error) {
    if (isRefusedPublication(error)) throw new NotifyError(error.code, error.message);
    throw error;
  }
}

function countListeners(hub: PublishingHub, topics: ReadonlySet<string>): number {
  let count = 0;
  for (const { topics: heard } of hub.connections()) if (heard.some((name) => topics.has(name))) count += 1;
  return count;
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
