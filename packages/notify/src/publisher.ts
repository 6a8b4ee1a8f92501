import type { AnyStream, PublishableEvent, Topic } from "@tidings/contracts";
import { isolate } from "@tidings/contracts/listeners";
import { checkPublications, type Hub, isRefusedPublication, type Publication, publication } from "@tidings/hub";
import { NotifyError } from "./error.ts";

/** The part of a hub that publishing needs. */
export type PublishingHub = Pick<Hub, "publishAll" | "connections">;

/** Options of the publishing functions. */
export interface NotifyOptions {
  /**
   * Called when the log failed to store a valid event, after the function has returned. Default: a warning of the
   * process.
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** An event that is being published. */
export interface Sent {
  /** Connections of this node that it was addressed to. */
  readonly clients: number;
  /** Resolves when the log has stored it; rejects if the log failed. */
  readonly done: Promise<unknown>;
}

/** Publishes one event to several topics. */
export interface Publisher {
  /** @throws NotifyError at once if the event breaks its contract */
  send<S extends AnyStream>(topics: readonly Topic<S>[], event: PublishableEvent<S>): Sent;
  /** Like {@link Publisher.send}; a failure of the log goes to `onError`. */
  post<S extends AnyStream>(topics: readonly Topic<S>[], event: PublishableEvent<S>): number;
  /** Like {@link Publisher.send}; resolves when the log has stored it. */
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

/** Checks the events at the call, so that a wrong call throws there and not in a promise that nobody awaits. */
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
