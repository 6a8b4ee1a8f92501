"use client";

import { type Attempt, type AttemptOptions, type Client, createAttempt } from "@tidings/client";
import { useState } from "react";
import { useTidings } from "./use-tidings.ts";

/**
 * A form's attempt to create something. If no answer comes and the form is sent again, the server still creates it only
 * once (C36.1). It is the same object in every render, until the client or the name changes.
 *
 * @param options With a `name` it outlives a reload of the page; see {@link AttemptOptions}.
 * @example
 * const { placeOrder } = useOrders();
 * const attempt = useAttempt();
 * const onPlace = (body) => attempt.run(body, (options) => placeOrder(body, options));
 */
export function useAttempt({ name, storage }: AttemptOptions = {}): Attempt {
  const client = useTidings();
  const [held, hold] = useState(() => make(client, { name, storage }));
  if (held.client === client && held.name === name) return held.attempt;
  const next = make(client, { name, storage });
  hold(next);
  return next.attempt;
}

function make(client: Client, options: AttemptOptions) {
  return { client, name: options.name, attempt: createAttempt(client.host, options) };
}
