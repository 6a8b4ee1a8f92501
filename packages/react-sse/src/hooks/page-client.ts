import { type Client, createClient } from "@tidings/client";

let client: Client | undefined;

/**
 * The page's one client with default options, for components outside of a provider and for a provider without a client.
 * It is never closed, because it holds no connection while no component listens.
 */
export function pageClient(): Client {
  client ??= createClient();
  return client;
}
