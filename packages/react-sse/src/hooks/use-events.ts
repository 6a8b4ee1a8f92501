"use client";

import { type AnyReceivedEvent, ClientError, type OpenOptions } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { numberOption } from "@tidings/contracts/number-option";
import { useState } from "react";
import type { ListenOptions } from "./stream-options.ts";
import { useAnyEvent } from "./use-any-event.ts";
import { useOpenOptions } from "./use-open-options.ts";

/** {@link ListenOptions}, and how much is kept. */
export interface EventsOptions<S extends AnyStream> extends ListenOptions<S> {
  /** How many events are kept, the newest ones. 1 to 10,000. Default 100. */
  readonly limit?: number | undefined;
}

const LIMIT = { fallback: 100, min: 1, max: 10_000, whole: true };
const refuse = (message: string) => new ClientError("invalid_options", message);
const noEvents: readonly never[] = [];

/**
 * The newest events of a stream since the component was mounted, or since its `query` changed, the oldest first: for
 * logs and activity feeds. Renders at most once a frame. For one kind of event filter by `event`, which types `data`.
 *
 * @throws ClientError `invalid_options`
 * @example
 * const events = useEvents(ordersStream, { limit: 20 });
 * return events.map((event) => <li key={event.id}>{event.event}</li>);
 */
export function useEvents<S extends AnyStream>(
  stream: S,
  options: EventsOptions<S> = {},
): readonly AnyReceivedEvent<S>[] {
  const limit = numberOption("useEvents' limit", options.limit, LIMIT, refuse);
  const open = useOpenOptions(options);
  const [heard, setHeard] = useState<Heard<S>>();
  useAnyEvent(
    stream,
    (event) =>
      setHeard((before) => {
        const events = before !== undefined && isOf(before, stream, open) ? before.events : noEvents;
        return { stream, open, events: [...events.slice(Math.max(0, events.length - limit + 1)), event] };
      }),
    { ...options, perFrame: true },
  );
  return heard !== undefined && isOf(heard, stream, open) ? heard.events : noEvents;
}

/** Events, and of which stream they are. */
interface Heard<S extends AnyStream> {
  readonly stream: S;
  readonly open: OpenOptions<S>;
  readonly events: readonly AnyReceivedEvent<S>[];
}

function isOf<S extends AnyStream>(heard: Heard<S>, stream: S, open: OpenOptions<S>): boolean {
  return heard.stream === stream && heard.open === open;
}
