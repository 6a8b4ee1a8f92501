"use client";

import type { Client } from "@tidings/client";
import { useTidingsContext } from "./tidings-context.ts";

/**
 * The client that the provider was given.
 *
 * @throws Error outside of a `TidingsProvider`
 * @example const client = useTidings();
 */
export function useTidings(): Client {
  return useTidingsContext().client;
}
