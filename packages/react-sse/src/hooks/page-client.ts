import { type Client, createClient } from "@tidings/client";

let client: Client | undefined;

/**
 * The client with the defaults, of which a page has one: for components outside of a provider, and for a provider that was
 * given none. It is never closed: without a component that listens it holds no connection.
 */
export function pageClient(): Client {
  client ??= createClient();
  return client;
}
